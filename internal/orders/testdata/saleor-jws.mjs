// Signs a webhook as Saleor does, with npm's jose instead of our own code, and prints it as a fixture; its key is thrown away:
//
//   cd frontend && node ../internal/orders/testdata/saleor-jws.mjs > ../internal/orders/testdata/saleor-jws.json
import { createRequire } from "node:module";

const { CompactSign, FlattenedSign, exportJWK, generateKeyPair } = await import(createRequire(process.cwd() + "/").resolve("jose"));

const { privateKey, publicKey } = await generateKeyPair("RS256", { modulusLength: 2048 });
const body = '{"order":{"id":"T3JkZXI6MQ==","number":"42","note":"dots. and – dashes"}}\n';
const bytes = new TextEncoder().encode(body);
const sign = async (header) => {
  const { protected: head, signature } = await new FlattenedSign(bytes).setProtectedHeader(header).sign(privateKey);
  return `${head}..${signature}`;
};
const unencoded = { alg: "RS256", b64: false, crit: ["b64"], kid: "1" };
console.log(JSON.stringify({
  keys: [{ ...(await exportJWK(publicKey)), kid: "1", use: "sig" }],
  body,
  saleor: await sign({ ...unencoded, typ: "JWT" }), // PyJWT adds typ
  plain: await sign(unencoded),
  encoded: await sign({ alg: "RS256", kid: "1" }), // RFC 7515 appendix F: signed over base64url of the body
  attached: await new CompactSign(bytes).setProtectedHeader({ alg: "RS256", kid: "1" }).sign(privateKey),
}, null, 1));
