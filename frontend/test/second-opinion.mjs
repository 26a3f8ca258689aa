// Answers questions of internal/wallet's differential test, one line of JSON each: what viem and ethers make of a sign-in
// message and of a signature. Reads standard input to its end.
import { createInterface } from 'node:readline'
import { recoverMessageAddress } from 'viem'
import { createSiweMessage, parseSiweMessage } from 'viem/siwe'
import { Signature, verifyMessage } from 'ethers'

const attempt = async (f) => {
  try {
    return await f()
  } catch {
    return null
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { message, signature, compose } = JSON.parse(line)
  const answer = {}
  if (compose) {
    for (const name of ['issuedAt', 'expirationTime', 'notBefore']) if (compose[name]) compose[name] = new Date(compose[name])
    answer.composed = await attempt(() => createSiweMessage(compose))
  }
  if (message !== undefined) answer.parsed = await attempt(() => parseSiweMessage(message))
  if (signature !== undefined) {
    answer.viem = await attempt(() => recoverMessageAddress({ message, signature }))
    answer.ethers = await attempt(() => verifyMessage(message, signature))
    // ethers reads EIP-2098 only by its own class.
    answer.compact = signature.length === 130 ? await attempt(() => verifyMessage(message, Signature.from(signature))) : null
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
