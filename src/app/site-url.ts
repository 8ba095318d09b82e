/** Where the page lies. */

/** The address of a file that was built with the page. */
export function siteUrl(path: string): URL {
  return new URL(path, document.baseURI);
}
