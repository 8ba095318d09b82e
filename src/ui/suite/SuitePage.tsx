/** The suite page with its own state, fetched when it is first shown. */
import { use } from "react";
import { useActions } from "../app-context.ts";
import { SuiteView } from "./SuiteView.tsx";
import { SuiteContext } from "./suite-context.ts";

export function SuitePage() {
  const handle = use(useActions().suite());
  return (
    <SuiteContext value={handle}>
      <SuiteView />
    </SuiteContext>
  );
}
