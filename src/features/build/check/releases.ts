/**
 * Until when the makers of base images publish security updates without a contract. Read on
 * 2026-11-21 from the tables of the makers: debian.org (end of LTS), releases.ubuntu.com (end of
 * standard support), alpinelinux.org, centos.org, fedoraproject.org, aws.amazon.com (Amazon Linux),
 * devguide.python.org, nodejs.org, php.net, ruby-lang.org; gathered by endoflife.date.
 */
export interface Release {
  /** As in the tag: `3.9` also stands for `3.9.17`. */
  version: string;
  /** Name that tags use too: `bullseye`. */
  codename?: string;
  /** First day without updates, `YYYY-MM-DD`. */
  end: string;
}

/** Releases by the familiar name of the image, oldest first. */
export const releases: Readonly<Record<string, readonly Release[]>> = {
  debian: table(`
    7 wheezy 2018-05-31, 8 jessie 2020-06-30, 9 stretch 2022-07-01, 10 buster 2024-06-30,
    11 bullseye 2026-08-31, 12 bookworm 2028-06-30, 13 trixie 2030-06-30`),
  ubuntu: table(`
    12.04 precise 2017-04-28, 14.04 trusty 2019-04-02, 16.04 xenial 2021-04-02,
    16.10 yakkety 2017-07-20, 17.04 zesty 2018-01-13, 17.10 artful 2018-07-19,
    18.04 bionic 2023-05-31, 18.10 cosmic 2019-07-18, 19.04 disco 2020-01-23,
    19.10 eoan 2020-07-06, 20.04 focal 2025-05-31, 20.10 groovy 2021-07-22,
    21.04 hirsute 2022-01-20, 21.10 impish 2022-07-14, 22.04 jammy 2027-04-01,
    22.10 kinetic 2023-07-20, 23.04 lunar 2024-01-20, 23.10 mantic 2024-07-12,
    24.04 noble 2029-05-31, 24.10 oracular 2025-07-10, 25.04 plucky 2026-01-17,
    25.10 questing 2026-07-01, 26.04 resolute 2031-04-30`),
  alpine: table(`
    2 2016-11-01, 3.1 2016-11-01, 3.2 2017-05-01, 3.3 2017-11-01, 3.4 2018-05-01, 3.5 2018-11-01,
    3.6 2019-05-01, 3.7 2019-11-01, 3.8 2020-05-01, 3.9 2020-11-01, 3.10 2021-05-01,
    3.11 2021-11-01, 3.12 2022-05-01, 3.13 2022-11-01, 3.14 2023-05-01, 3.15 2023-11-01,
    3.16 2024-05-23, 3.17 2024-11-22, 3.18 2025-05-09, 3.19 2025-11-01, 3.20 2026-04-01,
    3.21 2026-11-01, 3.22 2027-05-01, 3.23 2027-11-01`),
  centos: table("5 2017-03-31, 6 2020-11-30, 7 2024-06-30, 8 2021-12-31"),
  fedora: table(`
    30 2020-05-26, 31 2020-11-24, 32 2021-05-25, 33 2021-11-30, 34 2022-06-07, 35 2022-12-13,
    36 2023-05-16, 37 2023-12-05, 38 2024-05-21, 39 2024-11-26, 40 2025-05-13, 41 2025-12-15,
    42 2026-05-13, 43 2026-12-09`),
  amazonlinux: table("1 2023-12-31, 2018.03 2023-12-31, 2 2026-06-30, 2023 2029-06-30"),
  python: table(`
    2.6 2013-10-29, 2.7 2020-01-01, 2 2020-01-01, 3.3 2017-09-29, 3.4 2019-03-18, 3.5 2020-09-13,
    3.6 2021-12-23, 3.7 2023-06-27, 3.8 2024-10-07, 3.9 2025-10-31, 3.10 2026-10-31,
    3.11 2027-10-31, 3.12 2028-10-31, 3.13 2029-10-31, 3.14 2030-10-31`),
  node: table(`
    4 2018-04-30, 5 2016-06-30, 6 2019-04-30, 7 2017-06-30, 8 2019-12-31, 9 2018-06-30,
    10 2021-04-30, 11 2019-06-01, 12 2022-04-30, 13 2020-06-01, 14 2023-04-30, 15 2021-06-01,
    16 2023-09-11, 17 2022-06-01, 18 2025-04-30, 19 2023-06-01, 20 2026-04-30, 21 2024-06-01,
    22 2027-04-30, 23 2025-06-01, 24 2028-04-30, 25 2026-06-01, 26 2029-04-30`),
  php: table(`
    5 2018-12-31, 7.0 2019-01-10, 7.1 2019-12-01, 7.2 2020-11-30, 7.3 2021-12-06, 7.4 2022-11-28,
    7 2022-11-28, 8.0 2023-11-26, 8.1 2025-12-31, 8.2 2026-12-31, 8.3 2027-12-31, 8.4 2028-12-31`),
  ruby: table(`
    2.5 2021-04-05, 2.6 2022-04-12, 2.7 2023-03-31, 2 2023-03-31, 3.0 2024-04-23, 3.1 2025-03-26,
    3.2 2026-03-31, 3.3 2027-03-31, 3.4 2028-03-31`),
};

/** Reads `VERSION [CODENAME] END, …`. */
function table(text: string): Release[] {
  return text.split(",").map((row) => {
    const words = row.trim().split(/\s+/);
    const codename = words.length === 3 ? words[1] : undefined;
    return { version: words[0], codename, end: words.at(-1)! };
  });
}

/** A release that an image is, or is built on. */
export interface NamedRelease extends Release {
  /** Familiar name of the image: `debian`. */
  image: string;
}

/**
 * The releases that an image's tag names: `python:3.9-slim-buster` is both Python 3.9 and Debian
 * 10, `nvidia/cuda:11.0-base-ubuntu18.04` is Ubuntu 18.04.
 *
 * @param image the familiar name: `debian`, `me/app`
 */
export function namedReleases(image: string, tag: string): NamedRelease[] {
  const parts = tag.toLowerCase().split(/[-_]/);
  const found: NamedRelease[] = [];
  const add = (name: string, release: Release | undefined) => {
    if (release) found.push({ ...release, image: name });
  };
  if (Object.hasOwn(releases, image)) {
    const own = parts[0].replace(new RegExp(`^${image}`), "");
    add(image, byVersion(image, own) ?? byCodename(image, own));
  }
  for (const part of found.length > 0 ? parts.slice(1) : parts) {
    const system = /^(debian|ubuntu|alpine|centos|fedora)([\d.]+)$/.exec(part);
    if (system) add(system[1], byVersion(system[1], system[2]));
    for (const name of ["debian", "ubuntu"]) add(name, byCodename(name, part));
  }
  return found;
}

function byVersion(image: string, version: string): Release | undefined {
  return releases[image]
    .filter((release) => version === release.version || version.startsWith(`${release.version}.`))
    .toSorted((a, b) => b.version.length - a.version.length)[0];
}

function byCodename(image: string, name: string): Release | undefined {
  return releases[image].find(({ codename }) => codename !== undefined && codename === name);
}

/** True once the last update was published. @param now milliseconds since the epoch */
export function hasEnded({ end }: Release, now: number): boolean {
  return now >= Date.parse(end);
}

/** The newest releases of an image that are still looked after, newest first. */
export function supportedReleases(image: string, now: number): Release[] {
  return releases[image].filter((release) => !hasEnded(release, now)).toReversed();
}
