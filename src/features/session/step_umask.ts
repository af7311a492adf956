/**
 * Shell text that gives a session the umask of a build's steps: a container's first process starts
 * with 0022, and each step of a build is one. What is started later by `exec` has that of the
 * engine where the runtime sets none: 0 on engines of API 1.56.
 */
export const stepUmask = "umask 0022";
