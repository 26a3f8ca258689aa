package oidc

// french are the same sentences; both languages are originals.
var french = map[string]string{
	"lang":             "fr",
	"broken":           "Ce lien de connexion ne fonctionne pas",
	"broken_then":      "Rien ne s’est passé. Revenez à la boutique et réessayez ; si cela persiste, signalez-le à la boutique.",
	"signed_out":       "Vous êtes déconnecté",
	"signed_out_then":  "Il n’y a plus rien à faire ici. Vous pouvez fermer cette page.",
	"sign_out":         "Se déconnecter ?",
	"sign_out_why":     "Vous êtes connecté avec votre portefeuille. La déconnexion prévient les boutiques utilisées dans ce navigateur.",
	"sign_out_do":      "Se déconnecter",
	"device":           "Se connecter sur un autre appareil",
	"device_code":      "Saisissez le code affiché par la caisse ou l’écran devant vous.",
	"device_next":      "Continuer",
	"device_form":      "Un code a huit lettres, comme BCDF-GHJK, et pas de voyelles.",
	"device_unknown":   "Aucun appareil n’affiche ce code en ce moment. Un code dure cinq minutes ; vérifiez les lettres ou demandez-en un autre.",
	"device_check":     "Ce code est-il devant vous ?",
	"device_asks":      "Un appareil de cette boutique vous demande de vous connecter :",
	"device_only":      "Continuez seulement si vous voyez ce code sur un appareil devant vous :",
	"device_beware":    "Si quelqu’un vous a envoyé le code ou un lien, fermez cette page : cette personne serait connectée à votre place.",
	"device_yes":       "Je vois le code",
	"device_done":      "Vous êtes connecté",
	"device_done_then": "Vous pouvez revenir à la caisse et fermer cette page. La caisse le saura dans quelques secondes.",
	"device_no":        "Rien ne s’est passé",
	"device_no_then":   "L’appareil a été prévenu que vous ne vous êtes pas connecté. Vous pouvez fermer cette page.",
}
