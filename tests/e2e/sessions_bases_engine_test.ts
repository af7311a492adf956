/** Sessions on bases that have more than a plain Debian, or less. */
import { testSessions } from "./recorded_sessions.ts";

testSessions((kind) => kind !== "bash" && kind !== "debian");
