import assert from "node:assert/strict";
import { isInteractive } from "./interactive_commands.ts";

const typedInto = [
  "nano /etc/app.conf",
  "/usr/bin/vim -u NONE x",
  "sudo vi /etc/hosts",
  "EDITOR=nano visudo",
  "cd /code && nano app.py",
  "crontab -e",
  "cat > /etc/motd",
  "cat >>notes.txt",
  "tee /etc/motd",
  "bash",
  "bash -l",
  "exec -l bash",
  "exec $SHELL",
  "su - worker",
  "python3",
  "sqlite3 app.db",
  "passwd worker",
  "dpkg-reconfigure tzdata",
];

const repeatable = [
  "sed -i s/a/b/ x",
  "cat a > b",
  "cat <<EOF > b",
  "echo x | tee b",
  "cat /etc/motd",
  "bash setup.sh",
  "exec > log",
  "dpkg-reconfigure -f noninteractive tzdata",
  "DEBIAN_FRONTEND=noninteractive dpkg-reconfigure locales",
  "bash -c 'make install'",
  "python3 -m venv /venv",
  "python3 setup.py install",
  "python3 -c 'print(1)'",
  "su worker -c 'make'",
  "sqlite3 app.db 'create table t(a)'",
  "sqlite3 app.db < schema.sql",
  "node --version",
  "crontab jobs.txt",
  "make && editor=1",
];

for (const command of typedInto) {
  Deno.test(`isInteractive() tells that something is typed into ${command}`, () => {
    assert.equal(isInteractive(command), true);
  });
}

for (const command of repeatable) {
  Deno.test(`isInteractive() tells that ${command} can be repeated`, () => {
    assert.equal(isInteractive(command), false);
  });
}
