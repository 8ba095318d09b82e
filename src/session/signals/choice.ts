/** The chosen signal and the side it compares with: `divergence`, or `divergence@control=blank`. */
import { ROLES, type Role } from "../../evidence/views/showing.ts";
import type { Against } from "./signal.ts";

export interface SignalChoice {
  readonly signal: string;
  readonly against: Against;
}

/** The default side: the teacher, under any view. */
export const TEACHER: Against = { role: "teacher", name: "" };

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** Parses any text; without a side it is against the teacher. */
export function parseChoice(text: string): SignalChoice {
  const [signal = "", side = ""] = text.split(/@(.*)/s);
  const [role = "", name = ""] = side.split(/=(.*)/s);
  return { signal, against: isRole(role) ? { role, name } : TEACHER };
}

export function printChoice({ signal, against }: SignalChoice): string {
  if (against.role === "teacher") return signal;
  return `${signal}@${against.role}=${against.name}`;
}
