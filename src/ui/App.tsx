/** The page: its landmarks and what they hold. */
import { lazy, Suspense } from "react";
import { Announcer } from "./Announcer.tsx";
import { FaultAlert } from "./FaultAlert.tsx";
import { Header } from "./Header.tsx";
import { LessonFrame } from "./lessons/LessonFrame.tsx";
import { NewVersion } from "./NewVersion.tsx";
import { Playground } from "./Playground.tsx";
import { usePlace } from "./use-place.ts";

const SuitePage = lazy(() =>
  import("./suite/SuitePage.tsx").then((module) => ({ default: module.SuitePage })),
);

const ItemsPage = lazy(() =>
  import("./items/ItemsPage.tsx").then((module) => ({ default: module.ItemsPage })),
);

export function App() {
  const place = usePlace();
  return (
    <LessonFrame>
      <div className="page">
        {place === "playground" && (
          <a className="skip" href="#question">
            Skip to the question
          </a>
        )}
        <Header />
        <FaultAlert />
        {place === "playground" ? (
          <Playground />
        ) : (
          <Suspense fallback={<main className="suite-wait">Opening the page …</main>}>
            {place === "suite" ? <SuitePage /> : <ItemsPage />}
          </Suspense>
        )}
        <Announcer />
        <NewVersion />
      </div>
    </LessonFrame>
  );
}
