/** Steps of several lines as a Dockerfile writes them, and that shells do the same with them. */
import assert from "node:assert/strict";
import { runCommands } from "./run_commands.ts";

/** Words that printf prints a line each. */
const printed = (...words: string[]) => ["printf '%s\\n'", ...words].join(" \\\n      ");

const cases: [step: string, written: string][] = [
  [
    "cat > conf <<EOF\n[server]\nport = 80\nEOF",
    "printf '%s\\n' \\\n      '[server]' \\\n      'port = 80' \\\n      > conf",
  ],
  [
    "cat <<'EOF' | tee -a conf\nit's $HOME `x` \\n\n\n\t# no comment\nEOF\n",
    "printf '%s\\n' \\\n      'it'\\''s $HOME `x` \\n' \\\n      '' \\\n      '\t# no comment' \\\n      | tee -a conf",
  ],
  [
    'cat <<-EOF >>conf # said\n\tin "$HOME" of \\$x and ${y} $(echo a b)\n\ta\\b\\\\c 5$\n\tEOF',
    'printf \'%s\\n\' \\\n      "in \\"$HOME\\" of \\$x and ${y} $(echo a b)" \\\n      "a\\\\b\\\\c 5$" \\\n      >>conf',
  ],
  [
    "mkdir d && sort -r <<EOF > d/f && cat d/f\na\nb\nEOF",
    "mkdir d && printf '%s\\n' \\\n      'a' \\\n      'b' \\\n      | sort -r > d/f && cat d/f",
  ],
  [
    "true; cat > f <<X; cat f\na\nX",
    "{ true; printf '%s\\n' \\\n      'a' \\\n      > f; cat f; }",
  ],
  [
    'for x in a b; do\n  # each\n  echo "$x"\n\n  echo "#$x" >> list\ndone',
    'for x in a b; do \\\n      echo "$x"; \\\n      echo "#$x" >> list; \\\n    done',
  ],
  [
    "if [ -d /nowhere ]\nthen echo yes\nelif true; then\n  echo maybe\nelse\n  echo no\nfi",
    "if [ -d /nowhere ]; \\\n    then echo yes; \\\n    elif true; then \\\n      echo maybe; \\\n    else \\\n      echo no; \\\n    fi",
  ],
  [
    'say()\n{\n  local w=$1 # word\n  echo "word $w" ||\n    exit 1\n}',
    'say() \\\n    { \\\n      local w=$1; \\\n      echo "word $w" || \\\n        exit 1; \\\n    }',
  ],
  [
    "case $(uname) in\n  Linux)\n    echo l ;;\n  *) echo o\n    ;;\nesac",
    "{ case $(uname) in \\\n      Linux) \\\n        echo l ;; \\\n      *) echo o \\\n        ;; \\\n    esac; }",
  ],
  ["(\n  cd /\n  pwd\n)", "( \\\n      cd /; \\\n      pwd; \\\n    )"],
  [
    "echo a b \\\n  c \\\n | tr a-z \\\n  A-Z",
    "echo a b \\\n      c \\\n     | tr a-z \\\n      A-Z",
  ],
  ["echo a |\n  cat &&\n  echo b", "echo a | \\\n      cat && \\\n      echo b"],
  ["echo a; \\\necho b", "{ echo a; \\\n    echo b; }"],
  [
    "{ echo a\necho b; } > f &&\ncat f ||\necho c",
    "{ { echo a; \\\n    echo b; } > f && \\\n    cat f || \\\n    echo c; }",
  ],
  // Texts of several lines become words of printf.
  ["echo 'a\nb' | cat", `${printed("'a'", "'b'")} | cat`],
  [
    'echo "#!/bin/sh\nit\'s $HOME \\"a\\"\n\nend" > conf',
    `echo "$(${printed("'#!/bin/sh'", '"it\'s $HOME \\"a\\""', "''", "'end'")})" > conf`,
  ],
  [
    'echo "in $HOME\n\n # end" >> conf && cat conf',
    `${printed('"in $HOME"', "''", "' # end'")} >> conf && cat conf`,
  ],
  [
    "sh -c '\necho \"a  b\"\necho \\\\\n'",
    `sh -c "$(${printed("''", "'echo \"a  b\"'", "'echo \\\\'")})"`,
  ],
  [
    "if true; then\n  printf '%s' 'a\nb' | tr a-z A-Z # loud\nfi",
    `if true; then \\\n      printf '%s' "$(${printed("'a'", "'b'")})" | tr a-z A-Z; \\\n    fi`,
  ],
  ["echo x 'a\nb'y; echo 1", `{ echo x "$(${printed("'a'", "'b'")})"y; echo 1; }`],
  [
    "sh -c \"\necho ${y}, {}\n: 'it s'\n\"",
    `sh -c "$(${printed("''", '"echo ${y}, {}"', "\": 'it s'\"")})"`,
  ],
  // Line ends at the end, and a command inside, are more than that.
  [
    "printf '%s' 'a\n'",
    `eval "$(${printed("'printf '\\''%s'\\'' '\\''a'", "''\\'''")})"`,
  ],
  ['echo "$(echo a\necho b)"', `eval "$(${printed("'echo \"$(echo a'", "'echo b)\"'")})"`],
  // What a line cannot hold is put together by printf.
  [
    'while read -r x; do echo "<$x>"; done <<EOF\na\nEOF',
    "eval \"$(printf '%s\\n' \\\n      'while read -r x; do echo \"<$x>\"; done <<EOF' \\\n      'a' \\\n      'EOF')\"",
  ],
  [
    'cat <<EOF\n$(echo "a")\nEOF',
    "eval \"$(printf '%s\\n' \\\n      'cat <<EOF' \\\n      '$(echo \"a\")' \\\n      'EOF')\"",
  ],
  // One line that a chain holds without braces, or not.
  ["for i in 1 2; do echo $i; done", "for i in 1 2; do echo $i; done"],
  ["mkdir -p d && echo a > d/f", "mkdir -p d && echo a > d/f"],
  ["f() { echo f; }", "f() { echo f; }"],
  ["(cd / && pwd) 2>&1", "(cd / && pwd) 2>&1"],
  ["[ -f /nowhere ] || echo none", "{ [ -f /nowhere ] || echo none; }"],
  ["echo a; echo b", "{ echo a; echo b; }"],
  ["echo done; echo fi", "{ echo done; echo fi; }"],
];

for (const [step, written] of cases) {
  Deno.test(`a Dockerfile does ${JSON.stringify(step)}`, async () => {
    const [command] = runCommands([step]);
    assert.equal(command, written);
    // A builder takes backslash and line end away.
    const line = command.replaceAll("\\\n", "");
    for (const shell of ["bash", "sh"]) {
      assert.deepEqual(
        await run(shell, `true && ${line} && echo end`),
        await run(shell, `${step}\necho end`),
      );
    }
  });
}

/** What a shell prints and writes to files, in a folder of its own. */
async function run(shell: string, text: string): Promise<unknown> {
  const cwd = await Deno.makeTempDir();
  try {
    const script = `${text}\nstatus=$?; cat conf list d/f f 2>/dev/null; exit $status`;
    const env = { HOME: "/a b", y: "z" };
    const command = new Deno.Command(shell, { args: ["-c", script], cwd, env, stderr: "piped" });
    const { code, stdout, stderr } = await command.output();
    const texts = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    return { code, texts };
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}
