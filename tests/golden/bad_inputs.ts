/**
 * Command lines that dk must refuse before it asks the engine, beside those that the tests make
 * for every command by themselves (unknown flag, missing value, too few and too many words).
 */
export const badInputs: Record<string, readonly string[][]> = {
  // Before any command.
  "": [
    ["nope"],
    ["imags"],
    ["--nope"],
    ["--host"],
    ["--debug=maybe", "ps"],
  ],
  ps: [
    ["--last", "many"],
    ["--filter", "running"],
    ["--format", "{{.ID"],
  ],
  images: [
    ["--filter", "dangling"],
    ["--format", "{{.ID"],
  ],
  run: [
    ["UPPER"],
    ["debian:bad tag"],
    ["--rmm", "debian"],
    ["-p", "abc", "debian"],
    ["-p", "99999:80", "debian"],
    ["-v", "relative", "debian"],
    ["-v", "data/x:/x", "debian"],
    ["-v", "/a:/b:bad", "debian"],
    ["--mount", "type=bind,dst=/b", "debian"],
    ["--mount", "type=bind,src=/a,dst=/b,color=red", "debian"],
    ["-e", "=x", "debian"],
    ["--env-file", "/nonexistent/my.env", "debian"],
    ["-m", "12x", "debian"],
    ["--cpus", "two", "debian"],
    ["--gpus", "some", "debian"],
    ["--ulimit", "nofile=2:1", "debian"],
    ["--restart", "always", "--rm", "debian"],
    ["--restart", "sometimes", "debian"],
    ["--network", "host", "--network-alias", "x", "debian"],
    ["--add-host", "db", "debian"],
    ["--detach-keys", "ctrl-ü", "debian"],
    ["--stop-signal", "SIGFOO", "debian"],
    ["--pull", "sometimes", "debian"],
    ["--owner", "me", "-u", "0", "debian"],
    ["-it", "debian"],
    ["-w", "relative", "debian"],
    ["--cidfile", "/nonexistent/dir/id", "debian"],
  ],
  exec: [
    ["-it", "web", "bash"],
    ["-e", "", "web", "env"],
    ["--env-file", "/nonexistent/my.env", "web", "env"],
    ["--detach-keys", "ctrl-", "web", "bash"],
  ],
  attach: [["--detach-keys", "up", "web"]],
  logs: [
    ["--tail", "few", "web"],
    ["--since", "yesterday", "web"],
  ],
  stop: [
    ["-t", "soon", "web"],
    ["-s", "SIGFOO", "web"],
  ],
};
