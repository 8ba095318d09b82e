/** What exists in the world of the scenes, by name. The order counts: a scene is drawn from these lists by its seed. */

/** Objects on plates; files of these names lie in public/scene/objects. */
export const objects = [
  "backpack",
  "balloon",
  "banana",
  "bear",
  "bee",
  "bicycle",
  "bus",
  "butterfly",
  "cactus",
  "cake",
  "camera",
  "candle",
  "car",
  "carrot",
  "castle",
  "cat",
  "clock",
  "crab",
  "croissant",
  "crown",
  "dog",
  "doughnut",
  "drum",
  "duck",
  "elephant",
  "fox",
  "frog",
  "guitar",
  "hamburger",
  "hammer",
  "house",
  "key",
  "lollipop",
  "microscope",
  "mushroom",
  "octopus",
  "owl",
  "panda",
  "penguin",
  "pineapple",
  "pizza",
  "plane",
  "rabbit",
  "robot",
  "rocket",
  "rose",
  "sailboat",
  "snail",
  "strawberry",
  "sunflower",
  "teapot",
  "telescope",
  "tent",
  "tractor",
  "trophy",
  "trumpet",
  "tulip",
  "turtle",
  "watermelon",
  "whale",
] as const;

/** Things to count, in the plural; files in public/scene/sprites. */
export const sprites = [
  "apples",
  "chicks",
  "clovers",
  "coins",
  "cookies",
  "eggs",
  "flowers",
  "gems",
  "ladybirds",
  "leaves",
  "lemons",
  "peaches",
  "pears",
  "shells",
  "snowflakes",
] as const;

/** Symbols whose colour is asked for; files in public/scene/icons. */
export const icons = [
  "anchor",
  "bell",
  "bolt",
  "bone",
  "boot",
  "drop",
  "flag",
  "gear",
  "ghost",
  "heart",
  "moon",
  "puzzle",
  "spade",
  "tree",
  "umbrella",
  "wrench",
] as const;

export const shapes = [
  "circle",
  "triangle",
  "square",
  "pentagon",
  "hexagon",
  "star",
  "diamond",
  "cross",
] as const;
export type Shape = (typeof shapes)[number];

export const surfaces = ["smooth", "striped", "dotted", "checkered", "woven", "brick"] as const;
export type Surface = (typeof surfaces)[number];

export const numbers = ["one", "two", "three", "four", "five", "six"] as const;

/** Characters of signs. */
export const signCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

export type Rgb = readonly [red: number, green: number, blue: number];

export const colours = {
  red: [222, 44, 48],
  orange: [246, 126, 22],
  yellow: [250, 206, 30],
  green: [44, 156, 66],
  blue: [32, 98, 226],
  purple: [124, 56, 188],
  pink: [246, 118, 180],
  black: [38, 38, 42],
} as const satisfies Record<string, Rgb>;
export type Colour = keyof typeof colours;
export const colourNames = Object.keys(colours) as readonly Colour[];

/** Grounds, and how a description names them. The last five are photographs in public/scene/photos. */
export const backgrounds = {
  plain: "a plain background",
  soft: "a soft background",
  clouds: "a cloudy background",
  texture: "a patterned background",
  "french-alpine-landscape": "a photo of mountains",
  "march-pastoral": "a photo of sheep",
  "nagasaki-boats": "a photo of boats",
  "allium-oreophilum": "a photo of a flower",
  "acanthus-mollis": "a photo of a plant",
} as const;
export type Background = keyof typeof backgrounds;

export const photos = [
  "french-alpine-landscape",
  "march-pastoral",
  "nagasaki-boats",
  "allium-oreophilum",
  "acanthus-mollis",
] as const satisfies readonly Background[];
