// Plays weeks by the rules of the game in Pyodide and shows what came of them: one line of JSON in the page.
import { loadPyodide } from "/pyodide/pyodide.mjs";

const begun = performance.now();
const result = {};
try {
  const python = await loadPyodide({ indexURL: "/pyodide/" });
  result.runtimeMs = Math.round(performance.now() - begun);
  const [code, book, played] = await Promise.all(
    ["/code.zip", "/book.bin", "/played.py"].map(async (path) => (await fetch(path)).arrayBuffer()),
  );
  python.unpackArchive(code, "zip"); // beside it: the working folder
  python.FS.writeFile("book.bin", new Uint8Array(book));
  result.digest = python.runPython(new TextDecoder().decode(played));
  result.version = python.runPython("import sys; sys.version.split()[0]");
  result.playedMs = Math.round(performance.now() - begun) - result.runtimeMs;
  result.wasmBytes = python._module.HEAPU8.length;
} catch (error) {
  result.error = String(error);
}
document.getElementById("result").textContent = JSON.stringify(result);
