import assert from "node:assert/strict";
import { formatDockerfile } from "./dockerfile.ts";
import { sessionLedger } from "./ledger_fixture.ts";
import { endInstructions, type EndOptions } from "./plan_end.ts";

const flask = "sh -c 'flask run --port 5001 & sleep 1; curl -f localhost:5001'";

const ends: [string, string, EndOptions, string][] = [
  [
    "the test command as CMD, its data included",
    "ml.py /data/x.json",
    {},
    'CMD ["ml.py", "/data/x.json"]',
  ],
  ["what only a shell can run", "a | b", { start: "program" }, 'CMD ["/bin/sh", "-c", "a | b"]'],
  [
    "a script as ENTRYPOINT",
    "python3 /code/a.py x y",
    { start: "program" },
    'ENTRYPOINT ["python3", "/code/a.py"]\n\nCMD ["x", "y"]',
  ],
  [
    "a module as ENTRYPOINT",
    "python3 -m tool",
    { start: "program" },
    'ENTRYPOINT ["python3", "-m", "tool"]',
  ],
  [
    "a program as ENTRYPOINT",
    "ml.py /data/x.json",
    { start: "program" },
    'ENTRYPOINT ["ml.py"]\n\nCMD ["/data/x.json"]',
  ],
  [
    "a jar as ENTRYPOINT",
    "java -jar a.jar -v",
    { start: "program" },
    'ENTRYPOINT ["java", "-jar", "a.jar"]\n\nCMD ["-v"]',
  ],
  [
    "the service that the test starts, and its port",
    flask,
    {},
    'EXPOSE 5001\n\nCMD ["flask", "run", "--port", "5001"]',
  ],
  [
    "the port that the test asks",
    "bash -c 'perl server.pl & sleep 1; cat < /dev/tcp/127.0.0.1/8080'",
    {},
    'EXPOSE 8080\n\nCMD ["perl", "server.pl"]',
  ],
  [
    "a service without what keeps it running",
    "nohup ./serve > log 2>&1 & sleep 1; nc -z localhost 7000",
    {},
    'EXPOSE 7000\n\nCMD ["./serve"]',
  ],
  [
    "a service that starts elsewhere",
    "sh -c 'cd /srv && ./serve & sleep 1; true'",
    {},
    'CMD ["/bin/sh", "-c", "cd /srv && ./serve"]',
  ],
  [
    "ports told by the user",
    "python3 app.py",
    { ports: [9000, 80, 9000] },
    'EXPOSE 80 9000\n\nCMD ["python3", "app.py"]',
  ],
  [
    "the port of a known server",
    "gunicorn app:app",
    {},
    'EXPOSE 8000\n\nCMD ["gunicorn", "app:app"]',
  ],
  [
    "the port that a server is bound to",
    "gunicorn -b 0.0.0.0:81 app:app",
    {},
    'EXPOSE 81\n\nCMD ["gunicorn", "-b", "0.0.0.0:81", "app:app"]',
  ],
  [
    "no port of another machine",
    "curl http://example.org:8080/",
    {},
    'CMD ["curl", "http://example.org:8080/"]',
  ],
  [
    "labels and user, quoted",
    "x",
    { labels: { a: 'say "$x"\\', b: "two\nlines" }, user: { id: "5:6", home: "/tmp" } },
    'LABEL a="say \\"\\$x\\"\\\\" \\\n      b="two lines"\n\nENV HOME=/tmp\n\nUSER 5:6\n\nCMD ["x"]',
  ],
];

for (const [name, test, options, text] of ends) {
  Deno.test(`endInstructions() writes ${name}`, () => {
    const instructions = endInstructions(sessionLedger([]), test, options);
    assert.equal(formatDockerfile(instructions), `${text}\n`);
  });
}

Deno.test("endInstructions() does without the base image's own program", () => {
  const ledger = sessionLedger([], { baseHasEntrypoint: true });
  assert.equal(formatDockerfile(endInstructions(ledger, "x", {})), 'ENTRYPOINT []\n\nCMD ["x"]\n');
});
