// The rules of MDN's HTTP Observatory for one site: node observatory.mjs PACKAGE NAME HTTPS_PORT HTTP_PORT.
// The program asks for ports 443 and 80 of NAME; both lead to this machine's ports here.
import net from "node:net";

const [, , place, name, httpsPort, httpPort] = process.argv;
const ports = { 443: Number(httpsPort), 80: Number(httpPort) };
const usual = net.Socket.prototype.connect;
net.Socket.prototype.connect = function connect(...words) {
  const asked = Array.isArray(words[0]) ? words[0][0] : words[0];
  if (asked?.host === name && ports[asked.port]) {
    Object.assign(asked, { host: "127.0.0.1", port: ports[asked.port] });
  }
  return usual.apply(this, words);
};
const { scan } = await import(`${place}/src/scanner/index.js`);
const seen = await scan(name);
const rules = Object.entries(seen.tests).map(([key, one]) => [key, { result: one.result, modifier: one.scoreModifier, pass: one.pass }]);
console.log(JSON.stringify({ score: seen.scan.score, grade: seen.scan.grade, rules: Object.fromEntries(rules) }));
