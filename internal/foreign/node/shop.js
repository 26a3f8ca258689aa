// What the three node shops have in common: settings from the environment, an Express application with a session, and one line on standard output when it listens.
import express from 'express'
import session from 'express-session'

export const settings = process.env

export function shop() {
  const app = express()
  app.disable('x-powered-by')
  app.use(express.urlencoded({ extended: false }))
  return app
}

// Each shop has a cookie name of its own: browsers share cookies between the ports of one host.
export const sessions = () =>
  session({ name: `shop-${settings.PORT}`, secret: crypto.randomUUID(), resave: false, saveUninitialized: true, cookie: { sameSite: 'lax', httpOnly: true } })

// A refusal is told as JSON, so that a test can say what the client library found.
export function open(app) {
  app.use((err, _req, res, _next) => {
    res.status(err.status ?? 400).json({ name: err.name, code: err.code, error: err.error, message: err.message, cause: String(err.cause?.message ?? err.cause ?? '') })
  })
  app.listen(Number(settings.PORT), '127.0.0.1', () => console.log('ready'))
}
