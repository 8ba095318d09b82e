/** What the page was built from, twelve hexadecimal digits; vite.config.ts puts it in. */
declare const __FOVEA_BUILD__: string;
