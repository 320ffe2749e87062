// Starts the built program in a folder of its own, with the demo or with nothing but an administrator, and stops it again.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => resolve(port)); });
  });
}

// Only these reach the program: a cluster or a database of somebody else's must not.
function environment(data, listen) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("ENTENTE_") && !/^(DATABASE_URL|PG[A-Z]+)$/.test(name));
  const pgBin = process.env.ENTENTE_PG_BIN ? { ENTENTE_PG_BIN: process.env.ENTENTE_PG_BIN } : {};
  return { ...Object.fromEntries(own), ...pgBin, ENTENTE_DATA: data, ENTENTE_LISTEN: listen, ENTENTE_HOLD_MINUTES: "0", ENTENTE_LOG: "warn" };
}

// The first administrator, as whoever sets a deployment up makes them.
function administrator(binary, env, { email, password }) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, ["user", "add", email, "--name", "Administrator", "--admin", "--password-stdin"], { env, stdio: ["pipe", "ignore", "inherit"] });
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`user add ended with ${code}`))));
    child.stdin.end(`${password}\n`);
  });
}

export async function start(root, first = null) {
  const binary = join(process.env.CARGO_TARGET_DIR || join(root, "target"), "debug", "entente");
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run \`cargo build\` first`);
  const data = await mkdtemp(join(tmpdir(), "entente-browser-"));
  // PostgreSQL runs as another user where the tests run as root.
  await chmod(data, 0o755);
  const listen = `127.0.0.1:${await freePort()}`;
  const env = environment(data, listen);
  const child = spawn(binary, first ? ["run"] : ["run", "--demo"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (chunk) => { said += chunk; });
  child.stderr.on("data", (chunk) => { said += chunk; });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGINT");
    if (await Promise.race([ended.then(() => false), wait(30_000).then(() => true)])) child.kill("SIGKILL");
    await rm(data, { recursive: true, force: true });
  };
  const base = `http://${listen}`;
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) break;
    const healthy = await fetch(`${base}/healthz`).then((answer) => answer.ok, () => false);
    if (healthy) {
      if (first) await administrator(binary, env, first);
      return { base, stop, said: () => said };
    }
    await wait(200);
  }
  await stop();
  throw new Error(`the program did not become ready:\n${said}`);
}
