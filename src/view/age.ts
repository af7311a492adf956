const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/**
 * A span of time in the words that docker uses, such as `2 hours`, `About a minute`,
 * `3 weeks`. One unit is used until it has reached about two of the next.
 *
 * @param milliseconds length of the span; a negative one counts as nothing
 */
export function humanDuration(milliseconds: number): string {
  const hours = Math.floor(milliseconds / hour + 0.5);
  if (milliseconds < second) return "Less than a second";
  if (milliseconds < 2 * second) return "1 second";
  if (milliseconds < minute) return `${Math.floor(milliseconds / second)} seconds`;
  if (milliseconds < 2 * minute) return "About a minute";
  if (milliseconds < hour) return `${Math.floor(milliseconds / minute)} minutes`;
  if (hours === 1) return "About an hour";
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 14) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 60) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(milliseconds / year)} years`;
}

/** How long ago a moment was: `2 hours ago`; both in milliseconds since the epoch. */
export function humanAge(moment: number, now: number): string {
  return `${humanDuration(now - moment)} ago`;
}

/**
 * A moment the way Go prints one, which is what docker's `.CreatedAt` is:
 * `2026-11-21 07:45:59 +0000 UTC`, in the zone of the process.
 */
export function goTime(moment: number): string {
  const date = new Date(moment);
  const { day, time, sign, hours, minutes } = localParts(date);
  const zone = `${sign}${hours}${minutes}`;
  return `${day} ${time} ${zone} ${zoneName(date) ?? zone}`;
}

/** A moment as RFC 3339 in the zone of the process, which is what `.CreatedAt` of a history is. */
export function localIsoTime(moment: number): string {
  const { day, time, sign, hours, minutes } = localParts(new Date(moment));
  const zone = `${sign}${hours}:${minutes}`;
  return `${day}T${time}${zone === "+00:00" ? "Z" : zone}`;
}

/** The digits of a moment, and of its distance from UTC, in the zone of the process. */
function localParts(date: Date) {
  const two = (number: number) => String(number).padStart(2, "0");
  const offset = -date.getTimezoneOffset();
  return {
    day: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    time: `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`,
    sign: offset < 0 ? "-" : "+",
    hours: two(Math.floor(Math.abs(offset) / 60)),
    minutes: two(Math.abs(offset) % 60),
  };
}

/** `UTC`, `CET`; undefined where the zone has no letters of its own. */
function zoneName(date: Date): string | undefined {
  const format = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" });
  const name = format.formatToParts(date).find(({ type }) => type === "timeZoneName")?.value;
  return name && /^[A-Z]{2,5}$/.test(name) ? name : undefined;
}

/** A moment for JSON: RFC 3339 in UTC without fractions where there are none. */
export function isoTime(moment: number): string {
  return new Date(moment).toISOString().replace(".000Z", "Z");
}
