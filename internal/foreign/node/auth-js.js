// A shop with Auth.js (@auth/core), which knows the web's Request and Response; this file carries them over from Express. Two
// providers: one reads the ID token, the other the userinfo endpoint.
import { Auth } from '@auth/core'
import { open, settings, shop } from './shop.js'

const { ISSUER, CLIENT_ID, CLIENT_SECRET, ORIGIN } = settings

const provider = { type: 'oidc', issuer: ISSUER, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, checks: ['pkce', 'state', 'nonce'] }
const config = {
  trustHost: true, basePath: '/auth', secret: crypto.randomUUID(), useSecureCookies: false,
  logger: { error: err => console.error(err?.name, err?.type, err?.cause?.err?.message ?? err?.message), warn() {}, debug() {} },
  providers: [{ ...provider, id: 'carnet', name: 'Carnet' }, { ...provider, id: 'carnet-userinfo', name: 'Carnet', idToken: false }],
  callbacks: {
    jwt: ({ token, account, profile }) => (account ? { ...token, account: account.providerAccountId, profile: profile.sub, idToken: account.id_token } : token),
    session: ({ session, token }) => ({ expires: session.expires, sub: token.account, userinfo: { sub: token.profile }, id_token: token.idToken }),
  },
}

async function serve(req, res) {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) headers.set(name, String(value))
  const body = req.method === 'POST' ? new URLSearchParams(req.body).toString() : undefined
  const answer = await Auth(new Request(new URL(req.originalUrl, ORIGIN), { method: req.method, headers, body }), config)
  res.status(answer.status)
  answer.headers.forEach((value, name) => { if (name !== 'set-cookie') res.setHeader(name, value) })
  for (const cookie of answer.headers.getSetCookie()) res.append('set-cookie', cookie)
  res.end(Buffer.from(await answer.arrayBuffer()))
}

const app = shop()
app.use('/auth', serve)
app.get('/me', (_req, res) => res.redirect('/auth/session'))
app.get('/bye', (req, res) => res.json({ bye: req.query.state }))
open(app)
