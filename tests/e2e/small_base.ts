/** Debian packages of what shells and most steps of tests use. */
const everyday =
  "base-files bash coreutils dash findutils grep hostname libacl1 libattr1 libc6 libgmp10 " +
  "libpcre2-8-0 libselinux1 libtinfo6 ncurses-base sed";

/**
 * The beginning of a Dockerfile: a base with a fifth of the bytes of a minimal Debian, which it is taken
 * from. For tests whose images are compared, pushed or saved whole, and that ask nothing of Debian.
 */
export function smallBase(debian: string): string {
  return `FROM ${debian} AS whole
RUN mkdir /small && \\
    { printf '/%s\\n' usr usr/bin usr/lib usr/lib64 usr/sbin etc/passwd etc/group etc/shadow && \\
      find /opt /srv /usr/local && dpkg -L ${everyday}; } | grep -v /gconv/ | \\
    while read -r path; do [ ! -e "$path" ] || echo "$path"; done | \\
    tar -c --no-recursion -T - | tar -x -C /small
FROM scratch
COPY --from=whole /small /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["bash"]
`;
}
