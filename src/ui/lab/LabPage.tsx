/** The page where models are trained, with its own state, fetched when it is first shown. */
import { use } from "react";
import { useActions } from "../app-context.ts";
import { LabView } from "./LabView.tsx";
import { LabContext } from "./lab-context.ts";

export function LabPage() {
  const handle = use(useActions().lab());
  return (
    <LabContext value={handle}>
      <LabView />
    </LabContext>
  );
}
