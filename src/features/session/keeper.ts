/**
 * The first process of a container in which others come and go: does nothing, until it is told to
 * stop, and buries the dead (`wait` without names reaps whatever process has lost its parent, in
 * dash and busybox too; `read` would not, and `service stop` would wait for a zombie for ever).
 * Where there is no `sleep`, it reads a stdin that nobody closes.
 */
const keeper = `trap 'exit 0' TERM INT HUP
if command -v sleep >/dev/null; then
  while :; do sleep 2147483647 & wait; done
fi
read -r _`;

/**
 * The same, ending when its stdin does: nothing runs in such a container any more when dk, which
 * holds the other end, is gone. A job in the background has no stdin but the one that it is given.
 */
const leashedKeeper = `trap 'exit 0' TERM INT HUP
exec 3<&0
{ read -r _ <&3; kill $$; } &
while :; do wait; done`;

/** What makes a container out of an image's file system: all else is run in it by `exec`. */
export const keeperSpec = {
  Entrypoint: ["/bin/sh", "-c", keeper],
  Cmd: [],
  OpenStdin: true,
  // The image's own signal and checks are for the image's own program.
  StopSignal: "SIGTERM",
  Healthcheck: { Test: ["NONE"] },
};

/** The same for a container that does not outlive dk: to be attached to before it is started. */
export const leashedKeeperSpec = {
  ...keeperSpec,
  Entrypoint: ["/bin/sh", "-c", leashedKeeper],
  StdinOnce: true,
  AttachStdin: true,
};
