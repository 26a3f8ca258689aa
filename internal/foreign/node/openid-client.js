// A shop with npm's openid-client. AUTH chooses how it authenticates, PAR and DPOP (any value) what it uses.
import * as client from 'openid-client'
import { open, sessions, settings, shop } from './shop.js'

const { ISSUER, CLIENT_ID, CLIENT_SECRET, AUTH, PRIVATE_KEY, PAR, DPOP, ORIGIN } = settings

async function authentication() {
  switch (AUTH) {
    case 'client_secret_basic': return client.ClientSecretBasic(CLIENT_SECRET)
    case 'client_secret_post': return client.ClientSecretPost(CLIENT_SECRET)
    case 'none': return client.None()
    case 'private_key_jwt': {
      const { d, kid, ...jwk } = JSON.parse(PRIVATE_KEY)
      const key = await crypto.subtle.importKey('jwk', { ...jwk, d, key_ops: ['sign'] }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
      return client.PrivateKeyJwt({ key, kid })
    }
  }
  throw new Error(`AUTH ${AUTH}`)
}

const config = await client.discovery(new URL(ISSUER), CLIENT_ID, undefined, await authentication(), { execute: [client.allowInsecureRequests] })
const dpop = DPOP ? client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256')) : undefined
const polls = new Map() // of tills, by session
const redirectURI = `${ORIGIN}/callback`

const app = shop()
app.use(sessions())

app.get('/login', async (req, res) => {
  const pending = { verifier: client.randomPKCECodeVerifier(), state: client.randomState(), nonce: client.randomNonce(), maxAge: req.query.max_age }
  req.session.pending = pending
  const parameters = {
    redirect_uri: redirectURI, scope: 'openid offline_access', state: pending.state, nonce: pending.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(pending.verifier), code_challenge_method: 'S256',
  }
  for (const name of ['prompt', 'max_age']) if (req.query[name]) parameters[name] = req.query[name]
  const url = PAR ? await client.buildAuthorizationUrlWithPAR(config, parameters, dpop && { DPoP: dpop }) : client.buildAuthorizationUrl(config, parameters)
  res.redirect(url.href)
})

app.get('/callback', async (req, res) => {
  const pending = req.session.pending
  if (!pending) throw Object.assign(new Error('no sign-in is under way'), { code: 'NO_SIGN_IN' })
  delete req.session.pending
  const tokens = await client.authorizationCodeGrant(config, new URL(req.originalUrl, ORIGIN),
    { pkceCodeVerifier: pending.verifier, expectedState: pending.state, expectedNonce: pending.nonce, idTokenExpected: true, maxAge: pending.maxAge ? Number(pending.maxAge) : undefined },
    undefined, dpop && { DPoP: dpop })
  req.session.tokens = tokens
  req.session.claims = tokens.claims()
  res.redirect('/me')
})

app.get('/me', async (req, res) => {
  if (!req.session.claims) return res.status(401).json({ code: 'SIGNED_OUT' })
  const userinfo = await client.fetchUserInfo(config, req.session.tokens.access_token, req.session.claims.sub, dpop && { DPoP: dpop })
  const { token_type, access_token, refresh_token } = req.session.tokens
  res.json({ sub: req.session.claims.sub, claims: req.session.claims, userinfo, token_type, access_token, refresh_token })
})

app.get('/refresh', async (req, res) => {
  const before = req.session.tokens.refresh_token
  const tokens = await client.refreshTokenGrant(config, before, undefined, dpop && { DPoP: dpop })
  req.session.tokens = { ...req.session.tokens, ...tokens }
  res.json({ rotated: Boolean(tokens.refresh_token) && tokens.refresh_token !== before, before, sub: tokens.claims()?.sub ?? req.session.claims.sub })
})

// What a thief of an old refresh token would do.
app.get('/replay', async (req, res) => {
  res.json(await client.refreshTokenGrant(config, req.query.token, undefined, dpop && { DPoP: dpop }))
})

app.get('/revoke', async (req, res) => {
  await client.tokenRevocation(config, req.session.tokens.refresh_token)
  res.json({ revoked: true })
})

app.get('/introspect', async (req, res) => {
  res.json(await client.tokenIntrospection(config, req.session.tokens.access_token))
})

// A till: it shows a code and asks until somebody has signed in somewhere else.
app.get('/till', async (req, res) => {
  const shown = await client.initiateDeviceAuthorization(config, { scope: 'openid offline_access' })
  polls.set(req.sessionID, client.pollDeviceAuthorizationGrant(config, shown, undefined, { signal: AbortSignal.timeout(60_000) }).then(tokens => ({ tokens }), err => ({ err })))
  res.json(shown)
})

app.get('/till/result', async (req, res) => {
  const { tokens, err } = await polls.get(req.sessionID)
  if (err) throw err
  req.session.tokens = tokens
  req.session.claims = tokens.claims()
  res.redirect('/me')
})

app.get('/logout', (req, res) => {
  const url = client.buildEndSessionUrl(config, { id_token_hint: req.session.tokens.id_token, post_logout_redirect_uri: `${ORIGIN}/bye`, state: 'bye' })
  req.session.destroy(() => res.redirect(url.href))
})

app.get('/bye', (req, res) => res.json({ bye: req.query.state }))
open(app)
