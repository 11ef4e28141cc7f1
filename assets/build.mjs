// Builds static/dist from assets/. Two runs of the same sources give the same bytes.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import rtlcss from "rtlcss";
import * as sass from "sass";
import { landPath } from "./land.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "static", "dist");
const require = createRequire(import.meta.url);

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, "fonts"), { recursive: true });

for (const family of ["source-sans-3", "source-serif-4"]) {
  const home = dirname(require.resolve(`@fontsource-variable/${family}/package.json`));
  await cp(join(home, "files", `${family}-latin-wght-normal.woff2`), join(dist, "fonts", `${family}.woff2`));
}

async function minified(css) {
  const result = await build({
    stdin: { contents: css, loader: "css" }, minify: true, write: false, bundle: false, legalComments: "none",
    target: ["chrome111", "firefox115", "safari16.4"],
  });
  return result.outputFiles[0].text;
}

for (const name of ["app", "admin"]) {
  const { css } = sass.compile(join(here, "scss", `${name}.scss`), {
    loadPaths: [join(here, "..", "node_modules")], quietDeps: true, silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"], charset: false,
  });
  await writeFile(join(dist, `${name}.css`), await minified(css));
  if (name === "app") await writeFile(join(dist, "app.rtl.css"), await minified(rtlcss.process(css)));
}

// The outlines of all land, projected once, here, instead of by every reader's machine.
const land = {
  name: "land",
  setup(plugin) {
    plugin.onResolve({ filter: /^virtual:land$/ }, () => ({ path: "land", namespace: "land" }));
    plugin.onLoad({ filter: /.*/, namespace: "land" }, async () => {
      const atlas = JSON.parse(await readFile(require.resolve("world-atlas/land-110m.json"), "utf8"));
      return { contents: `export default ${JSON.stringify(landPath(atlas))}`, loader: "js" };
    });
  },
};

await build({
  entryPoints: ["theme", "app", "chart", "map"].map((name) => join(here, "js", `${name}.js`)),
  outdir: dist, bundle: true, minify: true, format: "iife", target: "es2022", legalComments: "none", plugins: [land],
});
