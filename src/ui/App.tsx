/** The page: its landmarks and their contents. */
import { lazy, useLayoutEffect, useRef } from "react";
import type { Place } from "../app/place.ts";
import { useApp } from "./app-context.ts";
import { FaultAlert } from "./fault/FaultAlert.tsx";
import { Part } from "./fault/Part.tsx";
import { Intake } from "./images/Intake.tsx";
import { LessonFrame } from "./lessons/LessonFrame.tsx";
import { Playground } from "./Playground.tsx";
import { Announcer } from "./shell/Announcer.tsx";
import { Header } from "./shell/Header.tsx";
import { NewVersion } from "./shell/NewVersion.tsx";
import { SceneTabs } from "./shell/SceneTabs.tsx";
import { usePlace } from "./shell/use-place.ts";

const SuitePage = lazy(() =>
  import("./suite/SuitePage.tsx").then((module) => ({ default: module.SuitePage })),
);

const ItemsPage = lazy(() =>
  import("./items/ItemsPage.tsx").then((module) => ({ default: module.ItemsPage })),
);

const LabPage = lazy(() => import("./lab/LabPage.tsx").then((module) => ({ default: module.LabPage })));

const LogsPage = lazy(() => import("./logs/LogsPage.tsx").then((module) => ({ default: module.LogsPage })));

const ScenesPage = lazy(() =>
  import("./scenes/ScenesPage.tsx").then((module) => ({ default: module.ScenesPage })),
);
const AcuityPage = lazy(() => import("./AcuityPage.tsx").then((module) => ({ default: module.AcuityPage })));

/** The pages beside the playground, and what they are called where one fails. */
const PAGES = {
  suite: { name: "The suite page", Page: SuitePage },
  items: { name: "The page for new items", Page: ItemsPage },
  lab: { name: "The page for training", Page: LabPage },
  logs: { name: "The page of a training run", Page: LogsPage },
  scenes: { name: "The scene studio", Page: ScenesPage },
  acuity: { name: "The page of acuity curves", Page: AcuityPage },
} as const;

function PageBeside({ place }: { readonly place: keyof typeof PAGES }) {
  const { name, Page } = PAGES[place];
  return (
    <Part name={name} meanwhile={<main className="suite-wait">Opening the page …</main>}>
      <SceneTabs place={place} />
      <Page />
    </Part>
  );
}

const StopQuestion = lazy(() =>
  import("./jobs/StopQuestion.tsx").then((module) => ({ default: module.StopQuestion })),
);

const DisclosureQuestion = lazy(() =>
  import("./models/DisclosureQuestion.tsx").then((module) => ({ default: module.DisclosureQuestion })),
);

/** Switching to another page scrolls to its top; on opening or reloading, the browser decides. */
function useTop(place: Place): void {
  const former = useRef(place);
  useLayoutEffect(() => {
    if (former.current !== place) scrollTo(0, 0);
    former.current = place;
  }, [place]);
}

export function App() {
  const place = usePlace();
  const asked = useApp(({ stops }) => stops !== null);
  const discloses = useApp(({ disclosure }) => disclosure !== null);
  useTop(place);
  return (
    <LessonFrame>
      <div className="page">
        {place === "playground" && (
          <a className="skip" href="#question">
            Skip to the question
          </a>
        )}
        <Part name="The page header">
          <Header />
        </Part>
        <FaultAlert />
        <Intake />
        {place === "playground" ? <Playground /> : <PageBeside key={place} place={place} />}
        <Announcer />
        <NewVersion />
        {discloses && (
          <Part name="The question what may be sent">
            <DisclosureQuestion />
          </Part>
        )}
        {asked && (
          <Part name="The question what may be stopped">
            <StopQuestion />
          </Part>
        )}
      </div>
    </LessonFrame>
  );
}
