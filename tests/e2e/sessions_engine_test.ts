/** Sessions on a plain Debian; apart from those on other bases, so that both can run at once. */
import { testSessions } from "./recorded_sessions.ts";

testSessions((kind) => kind === "bash" || kind === "debian");
