import { protoFields, protoText } from "../lib/protobuf.ts";

/** One report of a build's progress: BuildKit's StatusResponse (engine.md 5.3). */
export interface BuildStatus {
  vertices: Vertex[];
  statuses: VertexStatus[];
  logs: VertexLog[];
  warnings: BuildWarning[];
}

/** A step. It is reported several times; the last report counts. Times in seconds since the epoch. */
export interface Vertex {
  digest: string;
  name: string;
  cached: boolean;
  started?: number;
  completed?: number;
  error?: string;
}

/** Progress within a step: a layer pulled, bytes of the context received. */
export interface VertexStatus {
  id: string;
  vertex: string;
  name: string;
  current: number;
  total: number;
  started?: number;
  completed?: number;
}

/** Output of a step's process. */
export interface VertexLog {
  vertex: string;
  stream: "stdout" | "stderr";
  data: Uint8Array;
  /** Seconds since the epoch at which the builder read it. */
  at: number;
}

/** What the Dockerfile's own checks found. */
export interface BuildWarning {
  vertex: string;
  short: string;
  detail: string[];
  url: string;
}

/** Decodes the `aux` of a `moby.buildkit.trace` line. @throws Error when it is malformed */
export function decodeTrace(base64: string): BuildStatus {
  const status: BuildStatus = { vertices: [], statuses: [], logs: [], warnings: [] };
  const message = Uint8Array.fromBase64(base64);
  for (const { field, bytes } of protoFields(message)) {
    if (field === 1) status.vertices.push(decodeVertex(bytes));
    else if (field === 2) status.statuses.push(decodeStatus(bytes));
    else if (field === 3) status.logs.push(decodeLog(bytes));
    else if (field === 4) status.warnings.push(decodeWarning(bytes));
  }
  return status;
}

function decodeVertex(message: Uint8Array): Vertex {
  const vertex: Vertex = { digest: "", name: "", cached: false };
  for (const { field, integer, bytes } of protoFields(message)) {
    if (field === 1) vertex.digest = protoText(bytes);
    else if (field === 3) vertex.name = protoText(bytes);
    else if (field === 4) vertex.cached = integer !== 0;
    else if (field === 5) vertex.started = decodeTime(bytes);
    else if (field === 6) vertex.completed = decodeTime(bytes);
    else if (field === 7) vertex.error = protoText(bytes) || undefined;
  }
  return vertex;
}

function decodeStatus(message: Uint8Array): VertexStatus {
  const status: VertexStatus = { id: "", vertex: "", name: "", current: 0, total: 0 };
  for (const { field, integer, bytes } of protoFields(message)) {
    if (field === 1) status.id = protoText(bytes);
    else if (field === 2) status.vertex = protoText(bytes);
    else if (field === 3) status.name = protoText(bytes);
    else if (field === 4) status.current = integer;
    else if (field === 5) status.total = integer;
    else if (field === 7) status.started = decodeTime(bytes);
    else if (field === 8) status.completed = decodeTime(bytes);
  }
  return status;
}

function decodeLog(message: Uint8Array): VertexLog {
  const log: VertexLog = { vertex: "", stream: "stdout", data: new Uint8Array(), at: 0 };
  for (const { field, integer, bytes } of protoFields(message)) {
    if (field === 1) log.vertex = protoText(bytes);
    else if (field === 2) log.at = decodeTime(bytes);
    else if (field === 3) log.stream = integer === 2 ? "stderr" : "stdout";
    else if (field === 4) log.data = bytes;
  }
  return log;
}

function decodeWarning(message: Uint8Array): BuildWarning {
  const warning: BuildWarning = { vertex: "", short: "", detail: [], url: "" };
  for (const { field, bytes } of protoFields(message)) {
    if (field === 1) warning.vertex = protoText(bytes);
    else if (field === 3) warning.short = protoText(bytes);
    else if (field === 4) warning.detail.push(protoText(bytes));
    else if (field === 5) warning.url = protoText(bytes);
  }
  return warning;
}

function decodeTime(message: Uint8Array): number {
  let seconds = 0;
  for (const { field, integer } of protoFields(message)) {
    if (field === 1) seconds += integer;
    else if (field === 2) seconds += integer / 1e9;
  }
  return seconds;
}
