import { type LentFile, lentPath, type Loan } from "../lend/loan.ts";

const aptFile = "apt.conf";

/** What apt is told; the command line (`--install-recommends`) wins over it. */
export const aptSetting = 'APT::Install-Recommends "false";';

/**
 * What a session is lent so that a plainly typed `apt-get install x` does what the Dockerfile's
 * RUN does: no recommended packages, dpkg's questions answered with their defaults, no download
 * caches. It belongs to the session alone and never becomes ENV: an image is used otherwise than
 * it is made, and the RUNs say it themselves (see unattended()).
 */
export const sessionManners: Loan = {
  files: [{ name: aptFile, content: new TextEncoder().encode(`${aptSetting}\n`) }],
  variables: {
    APT_CONFIG: lentPath(aptFile),
    DEBIAN_FRONTEND: "noninteractive",
    PIP_NO_CACHE_DIR: "1",
    UV_NO_CACHE: "1",
  },
};

/** The manners beside what else is lent, which may hold settings for apt as well. */
export function withManners(loan: Loan | undefined): Loan {
  const others = loan?.files.filter(({ name }) => name !== aptFile) ?? [];
  const settings = [...loan?.files ?? [], ...sessionManners.files].filter(({ name }) =>
    name === aptFile
  );
  return {
    files: [...others, joined(settings)],
    variables: { ...loan?.variables, ...sessionManners.variables },
  };
}

function joined(files: readonly LentFile[]): LentFile {
  const decoder = new TextDecoder();
  const text = files.map(({ content }) => decoder.decode(content)).join("");
  return { name: aptFile, content: new TextEncoder().encode(text) };
}
