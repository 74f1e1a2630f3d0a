// Solves the puzzle of a proof of work (ALTCHA, version 2) off the page's thread; loaded only when one is asked for.
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const MOST_TRIES = 100_000;

async function derived(parameters, counter) {
  const nonce = bytes(parameters.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const recipe = { name: "PBKDF2", hash: "SHA-256", salt: bytes(parameters.salt), iterations: parameters.cost };
  return hex(await crypto.subtle.deriveBits(recipe, key, parameters.keyLength * 8));
}

// Returns the answer as the form sends it. Throws where the browser cannot: without a secure context, for one.
export async function solve(challenge) {
  const { parameters } = challenge;
  if (parameters.algorithm !== "PBKDF2/SHA-256") throw new Error(parameters.algorithm);
  for (let counter = 0; counter < MOST_TRIES; counter += 1) {
    const derivedKey = await derived(parameters, counter);
    if (derivedKey.startsWith(parameters.keyPrefix)) {
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    }
  }
  throw new Error("no answer found");
}
