/** Which signal a person looks at, and against whom: `divergence`, or `divergence@control=blank`. */
import { ROLES, type Role } from "../../evidence/views/showing.ts";
import type { Against } from "./signal.ts";

export interface SignalChoice {
  readonly signal: string;
  readonly against: Against;
}

/** Against whom nobody has to say: the teacher, whatever it is shown. */
export const TEACHER: Against = { role: "teacher", name: "" };

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** Reads any text; what names no side is against the teacher. */
export function parseChoice(text: string): SignalChoice {
  const [signal = "", side = ""] = text.split(/@(.*)/s);
  const [role = "", name = ""] = side.split(/=(.*)/s);
  return { signal, against: isRole(role) ? { role, name } : TEACHER };
}

export function printChoice({ signal, against }: SignalChoice): string {
  if (against.role === "teacher") return signal;
  return `${signal}@${against.role}=${against.name}`;
}
