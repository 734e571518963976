// Builds dist/npm-lockfile.wasm from src/component.js and what it imports. Needs `npm ci`.
import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const output = "dist/npm-lockfile.wasm";
process.chdir(fileURLToPath(new URL(".", import.meta.url)));
mkdirSync("dist", { recursive: true });
execFileSync(
    process.execPath,
    ["node_modules/componentize-qjs/cli.mjs", "--wit", "../../../wit", "--world", "plugin"].concat(
        // The host calls plugins one function at a time; --sync leaves out what that does not need.
        ["--js", "src/component.js", "--module-root", ".", "--sync", "--output", output],
    ),
    { stdio: ["ignore", "ignore", "inherit"] },
);
console.log(`${output}: ${(statSync(output).size / 1e6).toFixed(1)} MB`);
