// A shop with Passport and passport-openidconnect, with what discovery says typed in by hand, as its documentation asks.
import { createRequire } from 'node:module'
import { open, sessions, settings, shop } from './shop.js'

const require = createRequire(import.meta.url)
const passport = require('passport')
const { Strategy } = require('passport-openidconnect')

const { ISSUER, CLIENT_ID, CLIENT_SECRET, ORIGIN } = settings
const discovered = await (await fetch(`${ISSUER}/.well-known/openid-configuration`)).json()

const strategy = new Strategy({
  issuer: discovered.issuer, authorizationURL: discovered.authorization_endpoint, tokenURL: discovered.token_endpoint, userInfoURL: discovered.userinfo_endpoint,
  clientID: CLIENT_ID, clientSecret: CLIENT_SECRET, callbackURL: `${ORIGIN}/callback`, scope: ['offline_access'], nonce: true,
}, (issuer, uiProfile, idProfile, context, idToken, accessToken, refreshToken, params, done) =>
  done(null, { issuer, sub: idProfile.id, userinfo: uiProfile._json, idToken, accessToken, refreshToken, token_type: params.token_type }))

passport.use(strategy)
passport.serializeUser((user, done) => done(null, JSON.stringify(user)))
passport.deserializeUser((text, done) => done(null, JSON.parse(text)))

const app = shop()
app.use(sessions())
app.use(passport.session())

app.get('/login', passport.authenticate('openidconnect'))
app.get('/callback', passport.authenticate('openidconnect', { failWithError: true }), (_req, res) => res.redirect('/me'))

app.get('/me', (req, res) => {
  if (!req.user) return res.status(401).json({ code: 'SIGNED_OUT' })
  res.json({ sub: req.user.sub, userinfo: req.user.userinfo, token_type: req.user.token_type, refresh_token: req.user.refreshToken })
})

// The way of passport-oauth2-refresh: the strategy's own OAuth client.
app.get('/refresh', (req, res, next) => {
  const before = req.user.refreshToken
  strategy._oauth2.getOAuthAccessToken(before, { grant_type: 'refresh_token' }, (err, _access, refresh) => {
    if (err) return next(Object.assign(new Error('refresh'), { code: err.statusCode }))
    req.login({ ...req.user, refreshToken: refresh }, err => {
      if (err) return next(err)
      res.json({ rotated: Boolean(refresh) && refresh !== before, before, sub: req.user.sub })
    })
  })
})

app.get('/logout', (req, res, next) => {
  const { idToken } = req.user
  req.logout(err => {
    if (err) return next(err)
    res.redirect(`${discovered.end_session_endpoint}?${new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: `${ORIGIN}/bye`, state: 'bye' })}`)
  })
})

app.get('/bye', (req, res) => res.json({ bye: req.query.state }))
open(app)
