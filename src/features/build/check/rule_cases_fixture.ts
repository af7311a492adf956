import { baseCases } from "./base_cases_fixture.ts";
import { on, type RuleCases } from "./rule_case_fixture.ts";

/** For every rule. */
export const ruleCases: Readonly<Record<string, RuleCases>> = {
  ...baseCases,
  InvalidSyntax: {
    bad: [
      ["", "1"],
      ["RUN make\n", "1"],
      ["RUN make\nFROM debian:12\n", "1"],
      [on("COPY a"), "2"],
      [on("COPY --frm=x a b"), "2"],
      [on("ENV"), "2"],
      [on("SHELL bash"), "2"],
      [on("STOPSIGNAL NONE"), "2"],
      [on("HEALTHCHECK --interval=5x CMD true"), "2"],
      [on("ONBUILD FROM x"), "2"],
      [on("RUN <<EOF", "make"), "2"],
      [on(`RUN ${"x".repeat(70_000)}`), "2"],
    ],
    good: [
      "# escape=`\nARG A=1\nFROM debian:12\nRUN a `\n  b\n",
      on("RUN --mount=type=cache,target=/x,sharing=locked --network=none make"),
      on("COPY --link --parents --exclude=*.md --chmod=755 --chown=1:1 a b /c/"),
      on("ADD --checksum=sha256:aa --keep-git-dir=true --unpack=true https://example.org/x /x"),
      on("HEALTHCHECK --start-interval=5s CMD true", "STOPSIGNAL $S", "ONBUILD RUN make"),
      on("RUN <<EOF", "not an instruction", "EOF", "COPY <<a <<-'b' /", "1", "a", "2", "\tb"),
      on("RUN <<EOF", "EOF", "RUN make"),
    ],
  },
  UnknownInstruction: {
    bad: [[on("RUM make"), "2"], [on("RUN a &&", "  make install"), "3"]],
    good: [on("run make", "ONBUILD RUN x"), on("RUN <<EOF", "RUM x", "EOF")],
  },
  NoEmptyContinuation: {
    bad: [[on("RUN a \\", "", "  b"), "3 -"]],
    good: [on("RUN a \\", "# why", "  b"), on("RUN <<EOF", "a \\", "", "EOF")],
  },
  SecretsUsedInArgOrEnv: {
    bad: [
      [on("ENV DB_PASSWORD=hunter22"), "2"],
      [on("ENV DB_PASSWORD hunter22"), "2"],
      [on("ARG GITHUB_TOKEN"), "2"],
      [on("ENV git_key=a", "ARG DB_PASS"), "2; 3"],
      [on("ENV A=1 \\", "  awsSecretAccessKey=x"), "3"],
      [on("ENV ID=AKIAABCDEFGHIJKLMNOP"), "2"],
      [on(`ENV GITHUB_TOKEN=ghp_${"a".repeat(36)}`), "2"],
      [on("ENV INDEX=https://me:pw@example.org/simple"), "2"],
      [on("RUN pip install -i https://me:pw@example.org/simple x"), "2"],
      [on(`LABEL key="-----BEGIN RSA PRIVATE KEY-----"`), "2"],
    ],
    good: [
      on("ENV DB_PASSWORD=", "ENV TOKEN_URL=https://example.org/token PWD=/x MONKEY=1 KEYMAP=de"),
      on("ENV PASSWORD_FILE=/run/secrets/db", "ARG PUBLIC_KEY=abc", "ENV AUTHOR=me"),
      on("ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D KEYBOARD=de PASSES=2"),
      on("RUN --mount=type=secret,id=token pip install -i https://me:$TOKEN@example.org/ x"),
      on("ENV INDEX=https://example.org:8080/a@b"),
    ],
  },
  DuplicateStageName: {
    bad: [["FROM debian:12 AS a\nFROM debian:12 AS A\n", "2"]],
    good: ["FROM debian:12 AS a\nFROM a AS b\n"],
  },
  StageNameCasing: {
    bad: [["FROM debian:12 AS Build\n", "1 FROM debian:12 AS build"]],
    good: ["FROM debian:12 AS build\n"],
  },
  FromAsCasing: {
    bad: [
      ["FROM debian:12 as a\n", "1 FROM debian:12 AS a"],
      ["from debian:12 AS a\n", "1 from debian:12 as a"],
    ],
    good: ["FROM debian:12 AS a\nfrom debian:12 as b\n"],
  },
  ReservedStageName: {
    bad: [["FROM debian:12 AS scratch\n", "1"], ["FROM debian:12 AS context\n", "1"]],
    good: ["FROM scratch AS empty\n"],
  },
  UnknownStage: {
    bad: [
      [on("COPY --from=0 a b"), "2"],
      [on("COPY --from=3 a b"), "2"],
    ],
    good: [
      "FROM debian:12 AS a\nFROM debian:12\nCOPY --from=A a b\nCOPY --from=0 a b\n",
      on("COPY --from=nginx:1.27 a b"),
    ],
  },
  StageOrImage: {
    bad: [
      ["FROM debian:12 AS build\nFROM debian:12\nCOPY --from=biuld a b\n", "3"],
      ["FROM debian:12\nCOPY --from=b a b\nFROM debian:12 AS b\n", "2"],
    ],
    good: [
      "FROM debian:12 AS build\nFROM debian:12\nCOPY --from=build a b\n",
      on("COPY --from=nginx:1.27 a b", "COPY --from=$S a b", "COPY --from=me/tools a b"),
    ],
  },
  RedundantTargetPlatform: {
    bad: [["FROM --platform=$TARGETPLATFORM debian:12\n", "1 FROM debian:12"]],
    good: ["FROM --platform=$BUILDPLATFORM debian:12\n", "FROM debian:12\n"],
  },
  FromPlatformFlagConstDisallowed: {
    bad: [["FROM --platform=linux/amd64 debian:12\n", "1"]],
    good: [
      "FROM --platform=$BUILDPLATFORM debian:12\n",
      "FROM --platform=linux/amd64 a:1 AS b_amd64\nFROM --platform=linux/arm64 a:1 AS b_arm64\n" +
      "FROM b_${TARGETARCH}\n",
    ],
  },
  MissingYes: {
    bad: [
      [on("RUN apt-get install make"), "2 RUN apt-get install -y make"],
      [on("RUN apt install make"), "2 RUN apt install -y make"],
      [on("RUN a && \\", "  # why", "  yum update"), "4   yum update -y"],
      [on("RUN dnf install x"), "2 RUN dnf install -y x"],
      [on("RUN zypper install x"), "2 RUN zypper install -y x"],
      [
        on("RUN sudo DEBIAN_FRONTEND=x apt-get install x"),
        "2 RUN sudo DEBIAN_FRONTEND=x apt-get install -y x",
      ],
      [on("RUN if a; then conda install b; fi"), "2 RUN if a; then conda install -y b; fi"],
      [on("RUN <<EOF", "apt-get install x", "EOF"), "3 apt-get install -y x"],
      ["# escape=`\nFROM debian:12\nRUN a && `\n  apt-get install x\n", "4   apt-get install -y x"],
      [on("ONBUILD RUN apt-get install x"), "2 ONBUILD RUN apt-get install -y x"],
    ],
    good: [
      on("RUN apt-get install -y make", "RUN apt-get -qq install a", "RUN apt-get install --yes a"),
      on("RUN apt-get -y --no-install-recommends install a", "RUN apt-get install -qy a"),
      on("RUN yes | apt-get install a", "RUN yum -y install a", "RUN apt-get update"),
      on("RUN zypper -n install a", "RUN zypper --non-interactive in a"),
      on("RUN echo 'apt-get install x'", "RUN # apt-get install x", `RUN ["apt-get", "moo"]`),
      on("RUN <<EOF python3", "apt-get install x", "EOF"),
    ],
  },
  StaleUpdate: {
    bad: [
      [on("RUN apt-get update", "RUN apt-get install -y x"), "2"],
      [on("RUN apk update"), "2"],
    ],
    good: [on("RUN apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*")],
  },
  PackageListsKept: {
    bad: [
      [
        on("RUN apt-get update && apt-get install -y x"),
        "2 RUN apt-get update && apt-get install -y x && \\⏎    rm -rf /var/lib/apt/lists/*",
      ],
      [on("RUN apt-get update; apt-get install -y x"), "2"],
      [on("RUN <<EOF", "apt-get update", "apt-get install -y x", "EOF"), "3"],
      ["FROM debian:12 AS a\nRUN apt-get update && apt-get install -y x;\nFROM a\n", "2"],
    ],
    good: [
      on("RUN apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*"),
      on("RUN apt-get update && apt-get install -y x && rm -r /var/lib/apt/lists"),
      on("RUN apt-get update; apt-get install -y x; apt-get dist-clean"),
      on("RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y x"),
      "FROM debian:12 AS a\nRUN apt-get update && apt-get install -y x\nFROM debian:12\n",
    ],
  },
  PackageCacheKept: {
    bad: [
      [on("RUN apk add x"), "2 RUN apk add --no-cache x"],
      [on("RUN pip install x"), "2 RUN pip install --no-cache-dir x"],
      [on("RUN python3 -m pip install x"), "2 RUN python3 -m pip install --no-cache-dir x"],
      [
        on("RUN yum update -y && yum install -y x"),
        "2 RUN yum update -y && yum install -y x && \\⏎    yum clean all",
      ],
      [on("RUN conda install -y x"), "2 RUN conda install -y x && \\⏎    conda clean --all --yes"],
      [on("RUN npm ci"), "2 RUN npm ci && \\⏎    npm cache clean --force"],
      [on("RUN (npm ci)"), "2"],
    ],
    good: [
      on("RUN apk add --no-cache x", "RUN pip install --no-cache-dir x"),
      on("RUN yum install -y x && yum clean all", "RUN dnf install -y x && rm -rf /var/cache/dnf"),
      on("RUN --mount=type=cache,target=/root/.cache pip install x"),
      on("ENV PIP_NO_CACHE_DIR=1", "RUN pip install x"),
      on("RUN conda install -y x && conda clean -afy", "RUN npm run build", "RUN pip --version"),
      "FROM debian:12 AS a\nRUN pip install x\nFROM debian:12\nCOPY --from=a /x /y\n",
    ],
  },
  RunWithoutEffect: {
    bad: [
      [on("RUN cd /app"), "2 WORKDIR /app"],
      [on("RUN cd app"), "2"],
      [on("RUN export A=1"), "2"],
    ],
    good: [on("RUN cd /app && make", "WORKDIR /app", "RUN export A=1; make")],
  },
  SudoUsed: {
    bad: [
      [on("RUN sudo make install"), "2 RUN make install"],
      [on("RUN a && sudo -u me b"), "2"],
    ],
    good: [on("RUN make install", "RUN apt-get install -y sudo")],
  },
  AddRemoteFile: {
    bad: [
      [on("ADD https://example.org/a.tar.gz /a/"), "2"],
      [on("ADD https://example.org/a.git /a/"), "2"],
      [on(`ADD ["https://example.org/a", "/b"]`), "2"],
    ],
    good: [
      on("ADD --checksum=sha256:aa https://example.org/a /a", "ADD a.tar.gz /"),
      on("ADD https://example.org/a.git#v1.2 /a", "ADD git@example.org:a.git#0123abc:docs /b"),
    ],
  },
  AddInsteadOfCopy: {
    bad: [[on("ADD a b /c/"), "2 COPY a b /c/"], [on(`ADD ["a", "b"]`), `2 COPY ["a", "b"]`]],
    good: [on("ADD a.tar.gz /", "ADD a.tgz b /", "ADD *.t?r /", "ADD https://example.org/a /a")],
  },
  CopyMissingFile: {
    bad: [
      [on("COPY missing /a"), "2"],
      [on("ADD a ./missing/b/ /a"), "2"],
      [on(`COPY ["/missing", "a", "/b/"]`), "2"],
    ],
    good: [
      on("COPY a b /c/", "COPY missing* /a", "COPY $missing /a", "COPY --from=x:1 missing /a"),
      on("COPY <<missing /a", "missing", "ADD https://example.org/missing /a", "COPY a missing"),
      on("ONBUILD COPY missing /a", "COPY . /a"),
    ],
  },
  CopyIgnoredFile: {
    bad: [[on("COPY ignored /a"), "2"]],
    good: [on("COPY a /ignored", "COPY missing /a")],
  },
  MissingDockerignore: {
    bad: [
      [on("COPY . ."), "2"],
      [on("COPY ./ /app", "COPY . /b"), "2"],
      [on(`ADD [".", "/app"]`), "2"],
    ],
    good: [on("COPY src /app", "COPY --from=debian:12 . /x")],
  },
  JSONArgsRecommended: {
    bad: [
      [on("CMD python app.py"), `2 CMD ["python", "app.py"]`],
      [on("ENTRYPOINT exec a 'b c' \\", "  d"), `2 ENTRYPOINT ["a", "b c", "d"]`],
      [on("CMD a && b"), "2"],
      [on("CMD a $B"), "2"],
      [on("CMD A=1 b"), "2"],
    ],
    good: [
      on(`CMD ["a", "b"]`, `ENTRYPOINT [ "a" , "b" ]`),
      on(`SHELL ["/bin/bash", "-c"]`, "CMD a && b"),
      on("HEALTHCHECK CMD a && b"),
    ],
  },
  InvalidJsonForm: {
    bad: [
      [on("CMD ['a', 'b']"), `2 CMD ["a", "b"]`],
      [on(`ENTRYPOINT ["a", "b",]`), `2 ENTRYPOINT ["a", "b"]`],
      [on(`CMD ["a" "b"]`), "2"],
      [on(`COPY ['a "x"', 'b']`), "2"],
    ],
    good: [on(`CMD ["a", "b"]`, `RUN [ -f "x" ] && y`, `RUN [ "$A" = "b" ]`)],
  },
  MultipleInstructionsDisallowed: {
    bad: [[on('CMD ["a"]', 'CMD ["b"]', 'ENTRYPOINT ["c"]'), "2"]],
    good: ['FROM debian:12 AS a\nCMD ["a"]\nFROM a\nCMD ["b"]\nONBUILD CMD ["c"]\n'],
  },
  WorkdirRelativePath: {
    bad: [[on("WORKDIR app"), "2"], [on("WORKDIR app", "WORKDIR b"), "2"]],
    good: [
      on("WORKDIR /app", "WORKDIR b"),
      on("WORKDIR $HOME"),
      on(`WORKDIR "/a b"`),
      "FROM debian:12 AS a\nWORKDIR /a\nFROM a\nWORKDIR b\n",
    ],
  },
  ExposeInvalidFormat: {
    bad: [
      [on("EXPOSE 99999 0 80/tcq"), "2; 2; 2"],
      [on("EXPOSE 127.0.0.1:80"), "2"],
      [on("EXPOSE 90-80"), "2"],
    ],
    good: [on("EXPOSE 80 443/tcp 53/UDP 8000-8010 $PORT")],
  },
  ExposeProtoCasing: {
    bad: [[on("EXPOSE 80/TCP 81"), "2 EXPOSE 80/tcp 81"]],
    good: [on("EXPOSE 80/tcp 81")],
  },
  RootUser: {
    bad: [
      [on("RUN a"), "1"],
      [on("USER me", "USER root"), "3"],
      [on("USER 0:0"), "2"],
      ["FROM debian:12 AS a\nUSER me\nFROM debian:12\n", "3"],
    ],
    good: [
      on("USER root", "USER me"),
      "FROM debian:12 AS a\nUSER 1000\nFROM a\nRUN b\n",
      "FROM gcr.io/distroless/static:nonroot\nCOPY a /a\n",
    ],
  },
  MaintainerDeprecated: {
    bad: [
      [
        on('MAINTAINER Anna "A" <a@example.org>'),
        '2 LABEL org.opencontainers.image.authors="Anna \\"A\\" <a@example.org>"',
      ],
      [on('maintainer "Anna"'), '2 label org.opencontainers.image.authors="Anna"'],
    ],
    good: [on('LABEL org.opencontainers.image.authors="Anna"')],
  },
  LegacyKeyValueFormat: {
    bad: [
      [on('ENV PATH "/code:$PATH"'), '2 ENV PATH="/code:$PATH"'],
      [on("ENV A b"), "2 ENV A=b"],
      [on('ENV A b "c"'), '2 ENV A="b \\"c\\""'],
      [on("LABEL a b c"), '2 LABEL a="b c"'],
      [on("ENV A b \\", "  c"), "2"],
    ],
    good: [
      on(
        "ENV A=b C=d",
        'LABEL a="b c" "c d"="e"',
        `LABEL "a b"="c"`,
        "LABEL 'a b'=c",
        "ENV A=b \\",
        "  C=d",
      ),
    ],
  },
  InvalidDefinitionDescription: {
    bad: [
      ["# check=experimental=all\n# bar is it\nARG foo=1\n# x\nFROM debian:12 AS b\n", "3; 5"],
      [`# check=experimental=InvalidDefinitionDescription\n${on("# note", "ARG x")}`, "4"],
    ],
    good: [
      on("# note", "ARG x"),
      "# check=experimental=all\n# foo is it\nARG foo\n# note\n\nFROM debian:12 AS b\n",
    ],
  },
  ConsistentInstructionCasing: {
    bad: [
      ["FROM debian:12\nfrom debian:12\nRun a\n", "2 FROM debian:12; 3 RUN a"],
      [on("RUN a", "run b"), "3 RUN b"],
      ["from debian:12\nrun a\nRun b\n", "3 run b"],
    ],
    good: [on("RUN a"), "from debian:12\nrun a\n"],
  },
  NeedsNewerBuilder: {
    bad: [
      [on("RUN <<EOF", "a", "EOF"), "2"],
      [on("COPY --link --chmod=755 a b"), "2; 2"],
      [on("RUN --mount=type=cache,target=/x a"), "2"],
      [on("HEALTHCHECK --start-interval=1s CMD a"), "2"],
    ],
    good: [
      on("COPY --chown=1:1 a b"),
      "# syntax=docker/dockerfile:1\nFROM debian:12\nCOPY --link a b\n",
    ],
  },
};
