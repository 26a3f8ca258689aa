// src/shared/demo.ts
var e = (e, t) => Object.assign(Error(t), { code: e }), t = 1500;
function n(n, r) {
	let i = new URL(n).origin, a = null, o = !1, s = 1, c = [], l = [], u, d, f = (e) => a?.postMessage({
		carnet: "demo-wallet",
		id: e.id,
		method: e.method,
		params: e.params
	}, i), p = () => {
		clearInterval(d), a = null, o = !1;
		let t = c;
		c = [];
		for (let n of t) n.failed(e(4001, "the wallet was closed"));
	}, m = () => {
		clearInterval(d), a?.close(), a = null, o = !1;
	};
	window.addEventListener("message", (n) => {
		if (n.origin !== i || n.source !== a || a === null || n.data?.carnet !== "demo-wallet") return;
		if (n.data.ready) {
			o = !0, c.forEach(f);
			return;
		}
		let r = c.find((e) => e.id === n.data?.id);
		r && (c = c.filter((e) => e !== r), c.length === 0 && (u = setTimeout(m, t)), n.data.error ? r.failed(e(n.data.error.code, n.data.error.message)) : r.done(n.data.result));
	});
	let h = (t, n) => new Promise((r, l) => {
		if (clearTimeout(u), a === null || a.closed) {
			if (o = !1, a = window.open(new URL("/#ask", i), "_blank", "popup,width=440,height=680"), a === null) {
				l(e("popup_blocked", "the browser kept the window of the wallet closed"));
				return;
			}
			clearInterval(d), d = setInterval(() => {
				a?.closed && p();
			}, 250);
		} else a.focus();
		let m = {
			id: s++,
			method: t,
			params: n,
			done: r,
			failed: l
		};
		c.push(m), o && f(m);
	});
	return {
		async request({ method: t, params: n }) {
			switch (t) {
				case "eth_chainId": return "0x" + r.toString(16);
				case "eth_accounts": return l;
				case "eth_requestAccounts": return l.length === 0 && (l = await h(t, [])), l;
				case "wallet_switchEthereumChain": {
					let t = n?.[0]?.chainId;
					if (Number(t) !== r) throw e(4902, "the demo wallet knows one chain only");
					return null;
				}
				case "personal_sign":
				case "eth_signTypedData_v4": return h(t, n);
				default: throw e(4200, `the demo wallet does not know ${t}`);
			}
		},
		on() {},
		removeListener() {}
	};
}
function r(e, t, r = "Demo wallet (for trying out)") {
	let i = Object.freeze({
		info: Object.freeze({
			uuid: "c0a7e7d0-0000-4000-8000-00000000d3a0",
			name: r,
			icon: "data:image/svg+xml,%3Csvg%20xmlns%3D%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22%20viewBox%3D%220%200%2048%2048%22%3E%3Crect%20width%3D%2248%22%20height%3D%2248%22%20rx%3D%2210%22%20fill%3D%22%235A6472%22%2F%3E%3Crect%20x%3D%229%22%20y%3D%2215%22%20width%3D%2230%22%20height%3D%2221%22%20rx%3D%224%22%20fill%3D%22none%22%20stroke%3D%22%23fff%22%20stroke-width%3D%223%22%2F%3E%3Cpath%20d%3D%22M27%2022h12v7H27a3.5%203.5%200%200%201%200-7z%22%20fill%3D%22%23fff%22%2F%3E%3C%2Fsvg%3E",
			rdns: "shop.carnet.demo-wallet"
		}),
		provider: n(e, t)
	}), a = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: i }));
	window.addEventListener("eip6963:requestProvider", a), a();
}
// wallet/demo-wallet.ts
r(new URL(import.meta.url).origin, 31337);
