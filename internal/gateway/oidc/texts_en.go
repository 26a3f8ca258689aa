package oidc

// english are the sentences of the provider's own pages, which have no script.
var english = map[string]string{
	"lang":             "en",
	"broken":           "This sign-in link does not work",
	"broken_then":      "Nothing happened. Go back to the shop and try again; if it stays, tell the shop.",
	"signed_out":       "You are signed out",
	"signed_out_then":  "There is nothing more to do here. You can close this page.",
	"sign_out":         "Sign out?",
	"sign_out_why":     "You are signed in with your wallet. Signing out tells the shops that you used in this browser.",
	"sign_out_do":      "Sign out",
	"device":           "Sign in on another device",
	"device_code":      "Type the code that the till or screen in front of you shows.",
	"device_next":      "Continue",
	"device_form":      "A code has eight letters, such as BCDF-GHJK, and no vowels.",
	"device_unknown":   "No device shows this code now. Codes last five minutes; check the letters, or ask for a new one.",
	"device_check":     "Is this code in front of you?",
	"device_asks":      "A device of this shop asks you to sign in:",
	"device_only":      "Only continue if you see this code on a device in front of you:",
	"device_beware":    "If somebody sent you the code or a link, close this page: they would be signed in as you.",
	"device_yes":       "I see the code",
	"device_done":      "You are signed in",
	"device_done_then": "You can go back to the till now and close this page. It takes a few seconds until the till knows.",
	"device_no":        "Nothing happened",
	"device_no_then":   "The device was told that you did not sign in. You can close this page.",
}
