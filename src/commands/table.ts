import type { Command } from "../cli/command.ts";
import type { CommandSummary } from "../cli/help.ts";

/** A command in the table: what help lists, and how to load the rest when it is called. */
export interface CommandEntry extends CommandSummary {
  load(): Promise<{ default: Command }>;
}

const projects = "Projects";
const containers = "Containers";
const images = "Images";
const system = "Engine and dk";

/**
 * Every command. Only the one that is called is loaded: an unused module costs start-up time.
 * The brief stands here too because the list of commands must not load them all; a test holds
 * both together.
 */
export const commandTable: readonly CommandEntry[] = [
  {
    name: "containerize",
    brief: "Turn a folder and the commands that install it into a Dockerfile and a tested image",
    group: projects,
    load: () => import("./containerize.ts"),
  },
  {
    name: "context",
    brief: "Show what a build would send to the engine, how big it is, and why",
    group: projects,
    load: () => import("./context.ts"),
  },
  {
    name: "run",
    brief: "Run a command in a new container",
    group: containers,
    load: () => import("./run.ts"),
  },
  {
    name: "exec",
    brief: "Run a command in a running container",
    group: containers,
    load: () => import("./exec.ts"),
  },
  {
    name: "attach",
    brief: "Take part in a running container",
    group: containers,
    load: () => import("./attach.ts"),
  },
  {
    name: "logs",
    brief: "Print what a container has printed",
    group: containers,
    load: () => import("./logs.ts"),
  },
  {
    name: "stop",
    brief: "End running containers",
    group: containers,
    load: () => import("./stop.ts"),
  },
  {
    name: "ps",
    brief: "List containers",
    group: containers,
    load: () => import("./ps.ts"),
  },
  {
    name: "rm",
    brief: "Remove containers",
    group: containers,
    load: () => import("./rm.ts"),
  },
  {
    name: "cp",
    brief: "Copy files between a container and here",
    group: containers,
    load: () => import("./cp.ts"),
  },
  {
    name: "build",
    brief: "Build an image from a Dockerfile",
    group: images,
    load: () => import("./build.ts"),
  },
  {
    name: "images",
    brief: "List images",
    group: images,
    load: () => import("./images.ts"),
  },
  {
    name: "history",
    brief: "Show the steps by which an image was made",
    group: images,
    load: () => import("./history.ts"),
  },
  {
    name: "tag",
    brief: "Give an image one more name",
    group: images,
    load: () => import("./tag.ts"),
  },
  {
    name: "rmi",
    brief: "Remove images",
    group: images,
    load: () => import("./rmi.ts"),
  },
  {
    name: "pull",
    brief: "Fetch an image from a registry",
    group: images,
    load: () => import("./pull.ts"),
  },
  {
    name: "push",
    brief: "Send an image to the registry that its name begins with",
    group: images,
    load: () => import("./push.ts"),
  },
  {
    name: "login",
    brief: "Log in to a registry",
    group: images,
    load: () => import("./login.ts"),
  },
  {
    name: "logout",
    brief: "Forget the login at a registry",
    group: images,
    load: () => import("./logout.ts"),
  },
  {
    name: "inspect",
    brief: "Show all that the engine knows of containers, images, networks or volumes",
    group: system,
    load: () => import("./inspect.ts"),
  },
  {
    name: "info",
    brief: "Show the state of the engine and of its host",
    group: system,
    load: () => import("./info.ts"),
  },
  {
    name: "version",
    brief: "Print the versions of dk and of the engine",
    group: system,
    load: () => import("./version.ts"),
  },
];

/** The entry whose name is the first word, or the first two (`wheels build`). */
export function findCommand(words: readonly string[]): CommandEntry | undefined {
  return commandTable.find(({ name }) => name === words.slice(0, 2).join(" ")) ??
    commandTable.find(({ name }) => name === words[0]);
}
