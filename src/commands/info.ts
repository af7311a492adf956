import { defineCommand } from "../cli/command.ts";
import { type EngineInfo, engineInfo, usesContainerdStore } from "../engine/system/info.ts";
import { humanSize } from "../view/size.ts";
import { infoFields } from "../view/inspect_fields.ts";
import { parseTemplate } from "../view/template.ts";
import { documentFormatFlag } from "./format_flag.ts";
import { dkVersion } from "./dk_version.ts";
import { engineOf } from "./open_engine.ts";

export default defineCommand({
  name: "info",
  brief: "Show the state of the engine and of its host",
  description: `
--format json prints {address, name, version, os, kernel, arch, cpus, memory, storageDriver,
containerdStore, rootDir, loggingDriver, cgroupVersion, runtimes, defaultRuntime, containers,
running, paused, stopped, images, security, proxies: {http, https, no}, swarm, warnings}; memory is
in bytes. What the engine warns of goes to stderr.

Templates use the engine's own fields, such as .ServerVersion .OSType .Architecture .Driver .NCPU
.MemTotal .SecurityOptions .Swarm.LocalNodeState, and .ClientInfo.Context`,
  flags: { format: documentFormatFlag },
  words: { usage: "", least: 0, most: 0 },
  examples: [["The storage driver, for a script", "dk info -f '{{.Driver}}'"]],
  async run(context, { format }) {
    const template = format && format !== "json" ? parseTemplate(format) : undefined;
    await using engine = await engineOf(context);
    const info = await engineInfo(engine, { signal: context.signal });
    if (template) {
      const ClientInfo = { Version: dkVersion, Context: engine.host.context };
      context.stdout.write(`${template.render({ ...info, ClientInfo }, infoFields)}\n`);
      return;
    }
    const report = summarize(engine.address, info);
    context.stdout.write(format ? `${JSON.stringify(report, null, 2)}\n` : asText(report));
    if (!format) { for (const warning of report.warnings) context.stderr.write(`${warning}\n`); }
  },
});

type Report = ReturnType<typeof summarize>;

function summarize(address: string, info: EngineInfo) {
  return {
    address,
    name: info.Name,
    version: info.ServerVersion,
    os: info.OperatingSystem,
    kernel: info.KernelVersion,
    arch: info.Architecture,
    cpus: info.NCPU,
    memory: info.MemTotal,
    storageDriver: info.Driver,
    containerdStore: usesContainerdStore(info),
    rootDir: info.DockerRootDir,
    loggingDriver: info.LoggingDriver,
    cgroupVersion: info.CgroupVersion ?? null,
    runtimes: Object.keys(info.Runtimes ?? {}).sort(),
    defaultRuntime: info.DefaultRuntime ?? null,
    containers: info.Containers,
    running: info.ContainersRunning,
    paused: info.ContainersPaused,
    stopped: info.ContainersStopped,
    images: info.Images,
    security: info.SecurityOptions ?? [],
    proxies: { http: info.HttpProxy, https: info.HttpsProxy, no: info.NoProxy },
    swarm: info.Swarm?.LocalNodeState || null,
    warnings: info.Warnings ?? [],
  };
}

function asText(report: Report): string {
  const { containers, running, paused, stopped } = report;
  const store = report.containerdStore ? " (containerd image store)" : "";
  const rows = [
    ["Address", report.address],
    ["Engine", report.version],
    ["Host", report.name],
    ["System", `${report.os}, kernel ${report.kernel}, ${report.arch}`],
    ["Processors", `${report.cpus}`],
    ["Memory", humanSize(report.memory, 4)],
    ["Containers", `${containers} (${running} running, ${paused} paused, ${stopped} stopped)`],
    ["Images", `${report.images}`],
    ["Storage", `${report.storageDriver}${store} in ${report.rootDir}`],
    ["Logs", report.loggingDriver],
    ["Cgroups", report.cgroupVersion ? `version ${report.cgroupVersion}` : ""],
    ["Runtimes", report.runtimes.map((name) => mark(name, report.defaultRuntime)).join(", ")],
    ["Security", report.security.map((option) => option.replace(/^name=/, "")).join(", ")],
    ["HTTP proxy", report.proxies.http],
    ["HTTPS proxy", report.proxies.https],
    ["No proxy", report.proxies.no],
    ["Swarm", report.swarm ?? ""],
  ];
  const known = rows.filter(([, value]) => value !== "");
  return known.map(([name, value]) => `${`${name}:`.padEnd(13)}${value}\n`).join("");
}

function mark(name: string, preferred: string | null): string {
  return name === preferred ? `${name} (default)` : name;
}
