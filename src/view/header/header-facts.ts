/** What the header of an image file tells, whatever its format. */

/** EXIF's eight ways to hold a camera; 1 is upright, 5 to 8 lie on their side. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface HeaderFacts {
  /** As stored, before `orientation` is applied. */
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  readonly orientation: Orientation;
  readonly alpha: boolean;
}
