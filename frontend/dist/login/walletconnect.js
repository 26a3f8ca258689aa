// \0rolldown/runtime.js
var e = Object.create, t = Object.defineProperty, n = Object.getOwnPropertyDescriptor, r = Object.getOwnPropertyNames, i = Object.getPrototypeOf, a = Object.prototype.hasOwnProperty, o = (e, t, n) => () => {
	if (n) throw n[0];
	try {
		return e && (t = e(e = 0)), t;
	} catch (e) {
		throw n = [e], e;
	}
}, s = (e, t) => () => (t || (e((t = { exports: {} }).exports, t, t.exports), e = null), t.exports), c = (e, n) => {
	let r = {};
	for (var i in e) t(r, i, {
		get: e[i],
		enumerable: !0
	});
	return n || t(r, Symbol.toStringTag, { value: "Module" }), r;
}, l = (e, i, o, s) => {
	if (i && typeof i == "object" || typeof i == "function") for (var c = r(i), l = 0, u = c.length, d; l < u; l++) d = c[l], !a.call(e, d) && d !== o && t(e, d, {
		get: ((e) => i[e]).bind(null, d),
		enumerable: !(s = n(i, d)) || s.enumerable
	});
	return e;
}, u = (e, t, n) => (l(e, t, "default"), n && l(n, t, "default")), d = (n, r, o) => (o = n == null ? {} : e(i(n)), l(r || !n || !n.__esModule || !a.call(n, "default") ? t(o, "default", {
	value: n,
	enumerable: !0
}) : o, n)), f = (e) => a.call(e, "module.exports") ? e["module.exports"] : l(t({}, "__esModule", { value: !0 }), e), p = /* @__PURE__ */ s(((e, t) => {
	var n = typeof Reflect == "object" ? Reflect : null, r = n && typeof n.apply == "function" ? n.apply : function(e, t, n) {
		return Function.prototype.apply.call(e, t, n);
	}, i = n && typeof n.ownKeys == "function" ? n.ownKeys : Object.getOwnPropertySymbols ? function(e) {
		return Object.getOwnPropertyNames(e).concat(Object.getOwnPropertySymbols(e));
	} : function(e) {
		return Object.getOwnPropertyNames(e);
	};
	function a(e) {
		console && console.warn && console.warn(e);
	}
	var o = Number.isNaN || function(e) {
		return e !== e;
	};
	function s() {
		s.init.call(this);
	}
	t.exports = s, t.exports.once = y, s.EventEmitter = s, s.prototype._events = void 0, s.prototype._eventsCount = 0, s.prototype._maxListeners = void 0;
	var c = 10;
	function l(e) {
		if (typeof e != "function") throw TypeError("The \"listener\" argument must be of type Function. Received type " + typeof e);
	}
	Object.defineProperty(s, "defaultMaxListeners", {
		enumerable: !0,
		get: function() {
			return c;
		},
		set: function(e) {
			if (typeof e != "number" || e < 0 || o(e)) throw RangeError("The value of \"defaultMaxListeners\" is out of range. It must be a non-negative number. Received " + e + ".");
			c = e;
		}
	}), s.init = function() {
		(this._events === void 0 || this._events === Object.getPrototypeOf(this)._events) && (this._events = Object.create(null), this._eventsCount = 0), this._maxListeners = this._maxListeners || void 0;
	}, s.prototype.setMaxListeners = function(e) {
		if (typeof e != "number" || e < 0 || o(e)) throw RangeError("The value of \"n\" is out of range. It must be a non-negative number. Received " + e + ".");
		return this._maxListeners = e, this;
	};
	function u(e) {
		return e._maxListeners === void 0 ? s.defaultMaxListeners : e._maxListeners;
	}
	s.prototype.getMaxListeners = function() {
		return u(this);
	}, s.prototype.emit = function(e) {
		for (var t = [], n = 1; n < arguments.length; n++) t.push(arguments[n]);
		var i = e === "error", a = this._events;
		if (a !== void 0) i &&= a.error === void 0;
		else if (!i) return !1;
		if (i) {
			var o;
			if (t.length > 0 && (o = t[0]), o instanceof Error) throw o;
			var s = /* @__PURE__ */ Error("Unhandled error." + (o ? " (" + o.message + ")" : ""));
			throw s.context = o, s;
		}
		var c = a[e];
		if (c === void 0) return !1;
		if (typeof c == "function") r(c, this, t);
		else for (var l = c.length, u = g(c, l), n = 0; n < l; ++n) r(u[n], this, t);
		return !0;
	};
	function d(e, t, n, r) {
		var i, o, s;
		if (l(n), o = e._events, o === void 0 ? (o = e._events = Object.create(null), e._eventsCount = 0) : (o.newListener !== void 0 && (e.emit("newListener", t, n.listener ? n.listener : n), o = e._events), s = o[t]), s === void 0) s = o[t] = n, ++e._eventsCount;
		else if (typeof s == "function" ? s = o[t] = r ? [n, s] : [s, n] : r ? s.unshift(n) : s.push(n), i = u(e), i > 0 && s.length > i && !s.warned) {
			s.warned = !0;
			var c = /* @__PURE__ */ Error("Possible EventEmitter memory leak detected. " + s.length + " " + String(t) + " listeners added. Use emitter.setMaxListeners() to increase limit");
			c.name = "MaxListenersExceededWarning", c.emitter = e, c.type = t, c.count = s.length, a(c);
		}
		return e;
	}
	s.prototype.addListener = function(e, t) {
		return d(this, e, t, !1);
	}, s.prototype.on = s.prototype.addListener, s.prototype.prependListener = function(e, t) {
		return d(this, e, t, !0);
	};
	function f() {
		if (!this.fired) return this.target.removeListener(this.type, this.wrapFn), this.fired = !0, arguments.length === 0 ? this.listener.call(this.target) : this.listener.apply(this.target, arguments);
	}
	function p(e, t, n) {
		var r = {
			fired: !1,
			wrapFn: void 0,
			target: e,
			type: t,
			listener: n
		}, i = f.bind(r);
		return i.listener = n, r.wrapFn = i, i;
	}
	s.prototype.once = function(e, t) {
		return l(t), this.on(e, p(this, e, t)), this;
	}, s.prototype.prependOnceListener = function(e, t) {
		return l(t), this.prependListener(e, p(this, e, t)), this;
	}, s.prototype.removeListener = function(e, t) {
		var n, r, i, a, o;
		if (l(t), r = this._events, r === void 0 || (n = r[e], n === void 0)) return this;
		if (n === t || n.listener === t) --this._eventsCount === 0 ? this._events = Object.create(null) : (delete r[e], r.removeListener && this.emit("removeListener", e, n.listener || t));
		else if (typeof n != "function") {
			for (i = -1, a = n.length - 1; a >= 0; a--) if (n[a] === t || n[a].listener === t) {
				o = n[a].listener, i = a;
				break;
			}
			if (i < 0) return this;
			i === 0 ? n.shift() : _(n, i), n.length === 1 && (r[e] = n[0]), r.removeListener !== void 0 && this.emit("removeListener", e, o || t);
		}
		return this;
	}, s.prototype.off = s.prototype.removeListener, s.prototype.removeAllListeners = function(e) {
		var t, n = this._events, r;
		if (n === void 0) return this;
		if (n.removeListener === void 0) return arguments.length === 0 ? (this._events = Object.create(null), this._eventsCount = 0) : n[e] !== void 0 && (--this._eventsCount === 0 ? this._events = Object.create(null) : delete n[e]), this;
		if (arguments.length === 0) {
			var i = Object.keys(n), a;
			for (r = 0; r < i.length; ++r) a = i[r], a !== "removeListener" && this.removeAllListeners(a);
			return this.removeAllListeners("removeListener"), this._events = Object.create(null), this._eventsCount = 0, this;
		}
		if (t = n[e], typeof t == "function") this.removeListener(e, t);
		else if (t !== void 0) for (r = t.length - 1; r >= 0; r--) this.removeListener(e, t[r]);
		return this;
	};
	function m(e, t, n) {
		var r = e._events;
		if (r === void 0) return [];
		var i = r[t];
		return i === void 0 ? [] : typeof i == "function" ? n ? [i.listener || i] : [i] : n ? v(i) : g(i, i.length);
	}
	s.prototype.listeners = function(e) {
		return m(this, e, !0);
	}, s.prototype.rawListeners = function(e) {
		return m(this, e, !1);
	}, s.listenerCount = function(e, t) {
		return typeof e.listenerCount == "function" ? e.listenerCount(t) : h.call(e, t);
	}, s.prototype.listenerCount = h;
	function h(e) {
		var t = this._events;
		if (t !== void 0) {
			var n = t[e];
			if (typeof n == "function") return 1;
			if (n !== void 0) return n.length;
		}
		return 0;
	}
	s.prototype.eventNames = function() {
		return this._eventsCount > 0 ? i(this._events) : [];
	};
	function g(e, t) {
		for (var n = Array(t), r = 0; r < t; ++r) n[r] = e[r];
		return n;
	}
	function _(e, t) {
		for (; t + 1 < e.length; t++) e[t] = e[t + 1];
		e.pop();
	}
	function v(e) {
		for (var t = Array(e.length), n = 0; n < t.length; ++n) t[n] = e[n].listener || e[n];
		return t;
	}
	function y(e, t) {
		return new Promise(function(n, r) {
			function i(n) {
				e.removeListener(t, a), r(n);
			}
			function a() {
				typeof e.removeListener == "function" && e.removeListener("error", i), n([].slice.call(arguments));
			}
			x(e, t, a, { once: !0 }), t !== "error" && b(e, i, { once: !0 });
		});
	}
	function b(e, t, n) {
		typeof e.on == "function" && x(e, "error", t, n);
	}
	function x(e, t, n, r) {
		if (typeof e.on == "function") r.once ? e.once(t, n) : e.on(t, n);
		else if (typeof e.addEventListener == "function") e.addEventListener(t, function i(a) {
			r.once && e.removeEventListener(t, i), n(a);
		});
		else throw TypeError("The \"emitter\" argument must be of type EventEmitter. Received type " + typeof e);
	}
})), m = /* @__PURE__ */ c({
	__assign: () => L,
	__asyncDelegator: () => A,
	__asyncGenerator: () => k,
	__asyncValues: () => j,
	__await: () => O,
	__awaiter: () => b,
	__classPrivateFieldGet: () => F,
	__classPrivateFieldSet: () => ee,
	__createBinding: () => S,
	__decorate: () => _,
	__exportStar: () => C,
	__extends: () => h,
	__generator: () => x,
	__importDefault: () => P,
	__importStar: () => N,
	__makeTemplateObject: () => M,
	__metadata: () => y,
	__param: () => v,
	__read: () => T,
	__rest: () => g,
	__spread: () => E,
	__spreadArrays: () => D,
	__values: () => w
});
function h(e, t) {
	I(e, t);
	function n() {
		this.constructor = e;
	}
	e.prototype = t === null ? Object.create(t) : (n.prototype = t.prototype, new n());
}
function g(e, t) {
	var n = {};
	for (var r in e) Object.prototype.hasOwnProperty.call(e, r) && t.indexOf(r) < 0 && (n[r] = e[r]);
	if (e != null && typeof Object.getOwnPropertySymbols == "function") for (var i = 0, r = Object.getOwnPropertySymbols(e); i < r.length; i++) t.indexOf(r[i]) < 0 && Object.prototype.propertyIsEnumerable.call(e, r[i]) && (n[r[i]] = e[r[i]]);
	return n;
}
function _(e, t, n, r) {
	var i = arguments.length, a = i < 3 ? t : r === null ? r = Object.getOwnPropertyDescriptor(t, n) : r, o;
	if (typeof Reflect == "object" && typeof Reflect.decorate == "function") a = Reflect.decorate(e, t, n, r);
	else for (var s = e.length - 1; s >= 0; s--) (o = e[s]) && (a = (i < 3 ? o(a) : i > 3 ? o(t, n, a) : o(t, n)) || a);
	return i > 3 && a && Object.defineProperty(t, n, a), a;
}
function v(e, t) {
	return function(n, r) {
		t(n, r, e);
	};
}
function y(e, t) {
	if (typeof Reflect == "object" && typeof Reflect.metadata == "function") return Reflect.metadata(e, t);
}
function b(e, t, n, r) {
	function i(e) {
		return e instanceof n ? e : new n(function(t) {
			t(e);
		});
	}
	return new (n ||= Promise)(function(n, a) {
		function o(e) {
			try {
				c(r.next(e));
			} catch (e) {
				a(e);
			}
		}
		function s(e) {
			try {
				c(r.throw(e));
			} catch (e) {
				a(e);
			}
		}
		function c(e) {
			e.done ? n(e.value) : i(e.value).then(o, s);
		}
		c((r = r.apply(e, t || [])).next());
	});
}
function x(e, t) {
	var n = {
		label: 0,
		sent: function() {
			if (a[0] & 1) throw a[1];
			return a[1];
		},
		trys: [],
		ops: []
	}, r, i, a, o = {
		next: s(0),
		throw: s(1),
		return: s(2)
	};
	return typeof Symbol == "function" && (o[Symbol.iterator] = function() {
		return this;
	}), o;
	function s(e) {
		return function(t) {
			return c([e, t]);
		};
	}
	function c(o) {
		if (r) throw TypeError("Generator is already executing.");
		for (; n;) try {
			if (r = 1, i && (a = o[0] & 2 ? i.return : o[0] ? i.throw || ((a = i.return) && a.call(i), 0) : i.next) && !(a = a.call(i, o[1])).done) return a;
			switch (i = 0, a && (o = [o[0] & 2, a.value]), o[0]) {
				case 0:
				case 1:
					a = o;
					break;
				case 4: return n.label++, {
					value: o[1],
					done: !1
				};
				case 5:
					n.label++, i = o[1], o = [0];
					continue;
				case 7:
					o = n.ops.pop(), n.trys.pop();
					continue;
				default:
					if (a = n.trys, !(a = a.length > 0 && a[a.length - 1]) && (o[0] === 6 || o[0] === 2)) {
						n = 0;
						continue;
					}
					if (o[0] === 3 && (!a || o[1] > a[0] && o[1] < a[3])) {
						n.label = o[1];
						break;
					}
					if (o[0] === 6 && n.label < a[1]) {
						n.label = a[1], a = o;
						break;
					}
					if (a && n.label < a[2]) {
						n.label = a[2], n.ops.push(o);
						break;
					}
					a[2] && n.ops.pop(), n.trys.pop();
					continue;
			}
			o = t.call(e, n);
		} catch (e) {
			o = [6, e], i = 0;
		} finally {
			r = a = 0;
		}
		if (o[0] & 5) throw o[1];
		return {
			value: o[0] ? o[1] : void 0,
			done: !0
		};
	}
}
function S(e, t, n, r) {
	r === void 0 && (r = n), e[r] = t[n];
}
function C(e, t) {
	for (var n in e) n !== "default" && !t.hasOwnProperty(n) && (t[n] = e[n]);
}
function w(e) {
	var t = typeof Symbol == "function" && Symbol.iterator, n = t && e[t], r = 0;
	if (n) return n.call(e);
	if (e && typeof e.length == "number") return { next: function() {
		return e && r >= e.length && (e = void 0), {
			value: e && e[r++],
			done: !e
		};
	} };
	throw TypeError(t ? "Object is not iterable." : "Symbol.iterator is not defined.");
}
function T(e, t) {
	var n = typeof Symbol == "function" && e[Symbol.iterator];
	if (!n) return e;
	var r = n.call(e), i, a = [], o;
	try {
		for (; (t === void 0 || t-- > 0) && !(i = r.next()).done;) a.push(i.value);
	} catch (e) {
		o = { error: e };
	} finally {
		try {
			i && !i.done && (n = r.return) && n.call(r);
		} finally {
			if (o) throw o.error;
		}
	}
	return a;
}
function E() {
	for (var e = [], t = 0; t < arguments.length; t++) e = e.concat(T(arguments[t]));
	return e;
}
function D() {
	for (var e = 0, t = 0, n = arguments.length; t < n; t++) e += arguments[t].length;
	for (var r = Array(e), i = 0, t = 0; t < n; t++) for (var a = arguments[t], o = 0, s = a.length; o < s; o++, i++) r[i] = a[o];
	return r;
}
function O(e) {
	return this instanceof O ? (this.v = e, this) : new O(e);
}
function k(e, t, n) {
	if (!Symbol.asyncIterator) throw TypeError("Symbol.asyncIterator is not defined.");
	var r = n.apply(e, t || []), i, a = [];
	return i = {}, o("next"), o("throw"), o("return"), i[Symbol.asyncIterator] = function() {
		return this;
	}, i;
	function o(e) {
		r[e] && (i[e] = function(t) {
			return new Promise(function(n, r) {
				a.push([
					e,
					t,
					n,
					r
				]) > 1 || s(e, t);
			});
		});
	}
	function s(e, t) {
		try {
			c(r[e](t));
		} catch (e) {
			d(a[0][3], e);
		}
	}
	function c(e) {
		e.value instanceof O ? Promise.resolve(e.value.v).then(l, u) : d(a[0][2], e);
	}
	function l(e) {
		s("next", e);
	}
	function u(e) {
		s("throw", e);
	}
	function d(e, t) {
		e(t), a.shift(), a.length && s(a[0][0], a[0][1]);
	}
}
function A(e) {
	var t = {}, n;
	return r("next"), r("throw", function(e) {
		throw e;
	}), r("return"), t[Symbol.iterator] = function() {
		return this;
	}, t;
	function r(r, i) {
		t[r] = e[r] ? function(t) {
			return (n = !n) ? {
				value: O(e[r](t)),
				done: r === "return"
			} : i ? i(t) : t;
		} : i;
	}
}
function j(e) {
	if (!Symbol.asyncIterator) throw TypeError("Symbol.asyncIterator is not defined.");
	var t = e[Symbol.asyncIterator], n;
	return t ? t.call(e) : (e = typeof w == "function" ? w(e) : e[Symbol.iterator](), n = {}, r("next"), r("throw"), r("return"), n[Symbol.asyncIterator] = function() {
		return this;
	}, n);
	function r(t) {
		n[t] = e[t] && function(n) {
			return new Promise(function(r, a) {
				n = e[t](n), i(r, a, n.done, n.value);
			});
		};
	}
	function i(e, t, n, r) {
		Promise.resolve(r).then(function(t) {
			e({
				value: t,
				done: n
			});
		}, t);
	}
}
function M(e, t) {
	return Object.defineProperty ? Object.defineProperty(e, "raw", { value: t }) : e.raw = t, e;
}
function N(e) {
	if (e && e.__esModule) return e;
	var t = {};
	if (e != null) for (var n in e) Object.hasOwnProperty.call(e, n) && (t[n] = e[n]);
	return t.default = e, t;
}
function P(e) {
	return e && e.__esModule ? e : { default: e };
}
function F(e, t) {
	if (!t.has(e)) throw TypeError("attempted to get private field on non-instance");
	return t.get(e);
}
function ee(e, t, n) {
	if (!t.has(e)) throw TypeError("attempted to set private field on non-instance");
	return t.set(e, n), n;
}
var I, L, te = o((() => {
	I = function(e, t) {
		return I = Object.setPrototypeOf || { __proto__: [] } instanceof Array && function(e, t) {
			e.__proto__ = t;
		} || function(e, t) {
			for (var n in t) t.hasOwnProperty(n) && (e[n] = t[n]);
		}, I(e, t);
	}, L = function() {
		return L = Object.assign || function(e) {
			for (var t, n = 1, r = arguments.length; n < r; n++) for (var i in t = arguments[n], t) Object.prototype.hasOwnProperty.call(t, i) && (e[i] = t[i]);
			return e;
		}, L.apply(this, arguments);
	};
})), ne = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 }), e.delay = void 0;
	function t(e) {
		return new Promise((t) => {
			setTimeout(() => {
				t(!0);
			}, e);
		});
	}
	e.delay = t;
})), re = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 }), e.ONE_THOUSAND = e.ONE_HUNDRED = void 0, e.ONE_HUNDRED = 100, e.ONE_THOUSAND = 1e3;
})), ie = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 }), e.ONE_YEAR = e.FOUR_WEEKS = e.THREE_WEEKS = e.TWO_WEEKS = e.ONE_WEEK = e.THIRTY_DAYS = e.SEVEN_DAYS = e.FIVE_DAYS = e.THREE_DAYS = e.ONE_DAY = e.TWENTY_FOUR_HOURS = e.TWELVE_HOURS = e.SIX_HOURS = e.THREE_HOURS = e.ONE_HOUR = e.SIXTY_MINUTES = e.THIRTY_MINUTES = e.TEN_MINUTES = e.FIVE_MINUTES = e.ONE_MINUTE = e.SIXTY_SECONDS = e.THIRTY_SECONDS = e.TEN_SECONDS = e.FIVE_SECONDS = e.ONE_SECOND = void 0, e.ONE_SECOND = 1, e.FIVE_SECONDS = 5, e.TEN_SECONDS = 10, e.THIRTY_SECONDS = 30, e.SIXTY_SECONDS = 60, e.ONE_MINUTE = e.SIXTY_SECONDS, e.FIVE_MINUTES = e.ONE_MINUTE * 5, e.TEN_MINUTES = e.ONE_MINUTE * 10, e.THIRTY_MINUTES = e.ONE_MINUTE * 30, e.SIXTY_MINUTES = e.ONE_MINUTE * 60, e.ONE_HOUR = e.SIXTY_MINUTES, e.THREE_HOURS = e.ONE_HOUR * 3, e.SIX_HOURS = e.ONE_HOUR * 6, e.TWELVE_HOURS = e.ONE_HOUR * 12, e.TWENTY_FOUR_HOURS = e.ONE_HOUR * 24, e.ONE_DAY = e.TWENTY_FOUR_HOURS, e.THREE_DAYS = e.ONE_DAY * 3, e.FIVE_DAYS = e.ONE_DAY * 5, e.SEVEN_DAYS = e.ONE_DAY * 7, e.THIRTY_DAYS = e.ONE_DAY * 30, e.ONE_WEEK = e.SEVEN_DAYS, e.TWO_WEEKS = e.ONE_WEEK * 2, e.THREE_WEEKS = e.ONE_WEEK * 3, e.FOUR_WEEKS = e.ONE_WEEK * 4, e.ONE_YEAR = e.ONE_DAY * 365;
})), ae = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 });
	var t = (te(), f(m));
	t.__exportStar(re(), e), t.__exportStar(ie(), e);
})), oe = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 }), e.fromMiliseconds = e.toMiliseconds = void 0;
	var t = ae();
	function n(e) {
		return e * t.ONE_THOUSAND;
	}
	e.toMiliseconds = n;
	function r(e) {
		return Math.floor(e / t.ONE_THOUSAND);
	}
	e.fromMiliseconds = r;
})), se = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 });
	var t = (te(), f(m));
	t.__exportStar(ne(), e), t.__exportStar(oe(), e);
})), ce = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 }), e.Watch = void 0;
	var t = class {
		constructor() {
			this.timestamps = /* @__PURE__ */ new Map();
		}
		start(e) {
			if (this.timestamps.has(e)) throw Error(`Watch already started for label: ${e}`);
			this.timestamps.set(e, { started: Date.now() });
		}
		stop(e) {
			let t = this.get(e);
			if (t.elapsed !== void 0) throw Error(`Watch already stopped for label: ${e}`);
			let n = Date.now() - t.started;
			this.timestamps.set(e, {
				started: t.started,
				elapsed: n
			});
		}
		get(e) {
			let t = this.timestamps.get(e);
			if (t === void 0) throw Error(`No timestamp found for label: ${e}`);
			return t;
		}
		elapsed(e) {
			let t = this.get(e);
			return t.elapsed || Date.now() - t.started;
		}
	};
	e.Watch = t, e.default = t;
})), le = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 }), e.IWatch = void 0, e.IWatch = class {};
})), ue = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 }), (te(), f(m)).__exportStar(le(), e);
})), de = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 });
	var t = (te(), f(m));
	t.__exportStar(se(), e), t.__exportStar(ce(), e), t.__exportStar(ue(), e), t.__exportStar(ae(), e);
})), fe = class {}, pe = /* @__PURE__ */ d(p()), R = de(), me = class extends fe {
	constructor(e) {
		super();
	}
}, he = R.FIVE_SECONDS, ge = { pulse: "heartbeat_pulse" }, _e = class e extends me {
	constructor(e) {
		super(e), this.events = new pe.EventEmitter(), this.interval = he, this.interval = e?.interval || he;
	}
	static async init(t) {
		let n = new e(t);
		return await n.init(), n;
	}
	async init() {
		await this.initialize();
	}
	stop() {
		clearInterval(this.intervalRef);
	}
	on(e, t) {
		this.events.on(e, t);
	}
	once(e, t) {
		this.events.once(e, t);
	}
	off(e, t) {
		this.events.off(e, t);
	}
	removeListener(e, t) {
		this.events.removeListener(e, t);
	}
	async initialize() {
		this.intervalRef = setInterval(() => this.pulse(), (0, R.toMiliseconds)(this.interval));
	}
	pulse() {
		this.events.emit(ge.pulse);
	}
}, ve = /"(?:_|\\u0{2}5[Ff]){2}(?:p|\\u0{2}70)(?:r|\\u0{2}72)(?:o|\\u0{2}6[Ff])(?:t|\\u0{2}74)(?:o|\\u0{2}6[Ff])(?:_|\\u0{2}5[Ff]){2}"\s*:/, ye = /"(?:c|\\u0063)(?:o|\\u006[Ff])(?:n|\\u006[Ee])(?:s|\\u0073)(?:t|\\u0074)(?:r|\\u0072)(?:u|\\u0075)(?:c|\\u0063)(?:t|\\u0074)(?:o|\\u006[Ff])(?:r|\\u0072)"\s*:/, be = /^\s*["[{]|^\s*-?\d{1,16}(\.\d{1,17})?([Ee][+-]?\d+)?\s*$/;
function xe(e, t) {
	if (e === "__proto__" || e === "constructor" && t && typeof t == "object" && "prototype" in t) Se(e);
	else return t;
}
function Se(e) {
	console.warn(`[destr] Dropping "${e}" key to prevent prototype pollution.`);
}
function Ce(e, t = {}) {
	if (typeof e != "string") return e;
	if (e[0] === "\"" && e[e.length - 1] === "\"" && e.indexOf("\\") === -1) return e.slice(1, -1);
	let n = e.trim();
	if (n.length <= 9) switch (n.toLowerCase()) {
		case "true": return !0;
		case "false": return !1;
		case "undefined": return;
		case "null": return null;
		case "nan": return NaN;
		case "infinity": return Infinity;
		case "-infinity": return -Infinity;
	}
	if (!be.test(e)) {
		if (t.strict) throw SyntaxError("[destr] Invalid JSON");
		return e;
	}
	try {
		if (ve.test(e) || ye.test(e)) {
			if (t.strict) throw Error("[destr] Possible prototype pollution");
			return JSON.parse(e, xe);
		}
		return JSON.parse(e);
	} catch (n) {
		if (t.strict) throw n;
		return e;
	}
}
// node_modules/unstorage/dist/shared/unstorage.lWbgcyKt.mjs
function we(e) {
	return !e || typeof e.then != "function" ? Promise.resolve(e) : e;
}
function Te(e, ...t) {
	try {
		return we(e(...t));
	} catch (e) {
		return Promise.reject(e);
	}
}
function Ee(e) {
	let t = typeof e;
	return e === null || t !== "object" && t !== "function";
}
function De(e) {
	let t = Object.getPrototypeOf(e);
	return !t || t.isPrototypeOf(Object);
}
function Oe(e) {
	if (Ee(e)) return String(e);
	if (De(e) || Array.isArray(e)) return JSON.stringify(e);
	if (typeof e.toJSON == "function") return Oe(e.toJSON());
	throw Error("[unstorage] Cannot stringify value!");
}
var ke = "base64:";
function Ae(e) {
	return typeof e == "string" ? e : ke + Ne(e);
}
function je(e) {
	return typeof e != "string" || !e.startsWith(ke) ? e : Me(e.slice(7));
}
function Me(e) {
	return globalThis.Buffer ? Buffer.from(e, "base64") : Uint8Array.from(globalThis.atob(e), (e) => e.codePointAt(0));
}
function Ne(e) {
	return globalThis.Buffer ? Buffer.from(e).toString("base64") : globalThis.btoa(String.fromCodePoint(...e));
}
function Pe(e) {
	return e && e.split("?")[0]?.replace(/[/\\]/g, ":").replace(/:+/g, ":").replace(/^:|:$/g, "") || "";
}
function Fe(e) {
	return e.split(":").some((e) => e === "." || e === "..");
}
function Ie(...e) {
	return Pe(e.join(":"));
}
function Le(e) {
	return e = Pe(e), e ? e + ":" : "";
}
function Re(e, t) {
	if (t === void 0) return !0;
	let n = 0, r = e.indexOf(":");
	for (; r > -1;) n++, r = e.indexOf(":", r + 1);
	return n <= t;
}
function ze(e, t) {
	return t ? e.startsWith(t) && e[e.length - 1] !== "$" : e[e.length - 1] !== "$";
}
// node_modules/unstorage/dist/index.mjs
function Be(e) {
	return e;
}
var Ve = "memory", He = Be(() => {
	let e = /* @__PURE__ */ new Map();
	return {
		name: Ve,
		getInstance: () => e,
		hasItem(t) {
			return e.has(t);
		},
		getItem(t) {
			return e.get(t) ?? null;
		},
		getItemRaw(t) {
			return e.get(t) ?? null;
		},
		setItem(t, n) {
			e.set(t, n);
		},
		setItemRaw(t, n) {
			e.set(t, n);
		},
		removeItem(t) {
			e.delete(t);
		},
		getKeys() {
			return [...e.keys()];
		},
		clear() {
			e.clear();
		},
		dispose() {
			e.clear();
		}
	};
});
function Ue(e = {}) {
	let t = {
		mounts: { "": e.driver || He() },
		mountpoints: [""],
		watching: !1,
		watchListeners: [],
		unwatch: {}
	}, n = (e) => {
		let t = Pe(e);
		if (!t || Fe(t)) throw Error(`[unstorage] Invalid key: ${JSON.stringify(e)}`);
		return t;
	}, r = (e) => {
		let t = Le(e);
		if (Fe(t)) throw Error(`[unstorage] Invalid base: ${JSON.stringify(e)}`);
		return t;
	}, i = (e) => {
		for (let n of t.mountpoints) if (e.startsWith(n)) return {
			base: n,
			relativeKey: e.slice(n.length),
			driver: t.mounts[n]
		};
		return {
			base: "",
			relativeKey: e,
			driver: t.mounts[""]
		};
	}, a = (e, n) => t.mountpoints.filter((t) => t.startsWith(e) || n && e.startsWith(t)).map((n) => ({
		relativeBase: e.length > n.length ? e.slice(n.length) : void 0,
		mountpoint: n,
		driver: t.mounts[n]
	})), o = (e, n) => {
		if (t.watching) {
			n = Pe(n);
			for (let r of t.watchListeners) r(e, n);
		}
	}, s = async () => {
		if (!t.watching) {
			t.watching = !0;
			for (let e in t.mounts) t.unwatch[e] = await We(t.mounts[e], o, e);
		}
	}, c = async () => {
		if (t.watching) {
			for (let e in t.unwatch) await t.unwatch[e]();
			t.unwatch = {}, t.watching = !1;
		}
	}, l = (e, t, r) => {
		let a = /* @__PURE__ */ new Map(), o = (e) => {
			let t = a.get(e.base);
			return t || (t = {
				driver: e.driver,
				base: e.base,
				items: []
			}, a.set(e.base, t)), t;
		};
		for (let r of e) {
			let e = typeof r == "string", a = n(e ? r : r.key), s = e ? void 0 : r.value, c = e || !r.options ? t : {
				...t,
				...r.options
			}, l = i(a);
			o(l).items.push({
				key: a,
				value: s,
				relativeKey: l.relativeKey,
				options: c
			});
		}
		return Promise.all([...a.values()].map((e) => r(e))).then((e) => e.flat());
	}, u = {
		async hasItem(e, t = {}) {
			e = n(e);
			let { relativeKey: r, driver: a } = i(e);
			return Te(a.hasItem, r, t);
		},
		async getItem(e, t = {}) {
			e = n(e);
			let { relativeKey: r, driver: a } = i(e);
			return Te(a.getItem, r, t).then((e) => Ce(e));
		},
		async getItems(e, t = {}) {
			return l(e, t, (e) => e.driver.getItems ? Te(e.driver.getItems, e.items.map((e) => ({
				key: e.relativeKey,
				options: e.options
			})), t).then((t) => t.map((t) => ({
				key: Ie(e.base, t.key),
				value: Ce(t.value)
			}))) : Promise.all(e.items.map((t) => Te(e.driver.getItem, t.relativeKey, t.options).then((e) => ({
				key: t.key,
				value: Ce(e)
			})))));
		},
		async getItemRaw(e, t = {}) {
			e = n(e);
			let { relativeKey: r, driver: a } = i(e);
			return a.getItemRaw ? Te(a.getItemRaw, r, t) : Te(a.getItem, r, t).then((e) => je(e));
		},
		async setItem(e, t, r = {}) {
			if (t === void 0) return u.removeItem(e);
			e = n(e);
			let { relativeKey: a, driver: s } = i(e);
			s.setItem && (await Te(s.setItem, a, Oe(t), r), s.watch || o("update", e));
		},
		async setItems(e, t) {
			await l(e, t, async (e) => {
				if (e.driver.setItems) return Te(e.driver.setItems, e.items.map((e) => ({
					key: e.relativeKey,
					value: Oe(e.value),
					options: e.options
				})), t);
				e.driver.setItem && await Promise.all(e.items.map((t) => Te(e.driver.setItem, t.relativeKey, Oe(t.value), t.options)));
			});
		},
		async setItemRaw(e, t, r = {}) {
			if (t === void 0) return u.removeItem(e, r);
			e = n(e);
			let { relativeKey: a, driver: s } = i(e);
			if (s.setItemRaw) await Te(s.setItemRaw, a, t, r);
			else if (s.setItem) await Te(s.setItem, a, Ae(t), r);
			else return;
			s.watch || o("update", e);
		},
		async removeItem(e, t = {}) {
			typeof t == "boolean" && (t = { removeMeta: t }), e = n(e);
			let { relativeKey: r, driver: a } = i(e);
			a.removeItem && (await Te(a.removeItem, r, t), (t.removeMeta || t.removeMata) && await Te(a.removeItem, r + "$", t), a.watch || o("remove", e));
		},
		async getMeta(e, t = {}) {
			typeof t == "boolean" && (t = { nativeOnly: t }), e = n(e);
			let { relativeKey: r, driver: a } = i(e), o = /* @__PURE__ */ Object.create(null);
			if (a.getMeta && Object.assign(o, await Te(a.getMeta, r, t)), !t.nativeOnly) {
				let e = await Te(a.getItem, r + "$", t).then((e) => Ce(e));
				e && typeof e == "object" && (typeof e.atime == "string" && (e.atime = new Date(e.atime)), typeof e.mtime == "string" && (e.mtime = new Date(e.mtime)), Object.assign(o, e));
			}
			return o;
		},
		async setMeta(e, t, r = {}) {
			return this.setItem(n(e) + "$", t, r);
		},
		async removeMeta(e, t = {}) {
			return this.removeItem(n(e) + "$", t);
		},
		async getKeys(e, t = {}) {
			e = r(e);
			let n = a(e, !0), i = [], o = [], s = !0;
			for (let e of n) {
				e.driver.flags?.maxDepth || (s = !1);
				let n = await Te(e.driver.getKeys, e.relativeBase, t);
				for (let t of n) {
					let n = e.mountpoint + Pe(t);
					i.some((e) => n.startsWith(e)) || o.push(n);
				}
				i = [e.mountpoint, ...i.filter((t) => !t.startsWith(e.mountpoint))];
			}
			let c = t.maxDepth !== void 0 && !s;
			return o.filter((n) => (!c || Re(n, t.maxDepth)) && ze(n, e));
		},
		async clear(e, t = {}) {
			e = r(e), await Promise.all(a(e, !1).map(async (e) => {
				if (e.driver.clear) return Te(e.driver.clear, e.relativeBase, t);
				if (e.driver.removeItem) {
					let n = await e.driver.getKeys(e.relativeBase || "", t);
					return Promise.all(n.map((n) => e.driver.removeItem(n, t)));
				}
			}));
		},
		async dispose() {
			await Promise.all(Object.values(t.mounts).map((e) => Ge(e)));
		},
		async watch(e) {
			return await s(), t.watchListeners.push(e), async () => {
				t.watchListeners = t.watchListeners.filter((t) => t !== e), t.watchListeners.length === 0 && await c();
			};
		},
		async unwatch() {
			t.watchListeners = [], await c();
		},
		mount(e, n) {
			if (e = r(e), e && t.mounts[e]) throw Error(`already mounted at ${e}`);
			return e && (t.mountpoints.push(e), t.mountpoints.sort((e, t) => t.length - e.length)), t.mounts[e] = n, t.watching && Promise.resolve(We(n, o, e)).then((n) => {
				t.unwatch[e] = n;
			}).catch(console.error), u;
		},
		async unmount(e, n = !0) {
			e = Le(e), e && t.mounts[e] && (t.watching && e in t.unwatch && (t.unwatch[e]?.(), delete t.unwatch[e]), n && await Ge(t.mounts[e]), t.mountpoints = t.mountpoints.filter((t) => t !== e), delete t.mounts[e]);
		},
		getMount(e = "") {
			e = Pe(e) + ":";
			let t = i(e);
			return {
				driver: t.driver,
				base: t.base
			};
		},
		getMounts(e = "", t = {}) {
			return e = Pe(e), a(e, t.parents).map((e) => ({
				driver: e.driver,
				base: e.mountpoint
			}));
		},
		keys: (e, t = {}) => u.getKeys(e, t),
		get: (e, t = {}) => u.getItem(e, t),
		set: (e, t, n = {}) => u.setItem(e, t, n),
		has: (e, t = {}) => u.hasItem(e, t),
		del: (e, t = {}) => u.removeItem(e, t),
		remove: (e, t = {}) => u.removeItem(e, t)
	};
	return u;
}
function We(e, t, n) {
	return e.watch ? e.watch((e, r) => t(e, n + r)) : () => {};
}
async function Ge(e) {
	typeof e.dispose == "function" && await Te(e.dispose);
}
// node_modules/idb-keyval/dist/index.js
function Ke(e) {
	return new Promise((t, n) => {
		e.oncomplete = e.onsuccess = () => t(e.result), e.onabort = e.onerror = () => n(e.error);
	});
}
function qe(e, t) {
	let n, r = () => {
		if (n) return n;
		let r = indexedDB.open(e);
		return r.onupgradeneeded = () => r.result.createObjectStore(t), n = Ke(r), n.then((e) => {
			e.onclose = () => n = void 0;
		}, () => {
			n = void 0;
		}), n;
	};
	return (e, n) => r().then((r) => n(r.transaction(t, e).objectStore(t)));
}
var Je;
function Ye() {
	return Je ||= qe("keyval-store", "keyval"), Je;
}
function Xe(e, t = Ye()) {
	return t("readonly", (t) => Ke(t.get(e)));
}
function Ze(e, t, n = Ye()) {
	return n("readwrite", (n) => (n.put(t, e), Ke(n.transaction)));
}
function Qe(e, t = Ye()) {
	return t("readwrite", (t) => (t.delete(e), Ke(t.transaction)));
}
function $e(e = Ye()) {
	return e("readwrite", (e) => (e.clear(), Ke(e.transaction)));
}
function et(e, t) {
	return e.openCursor().onsuccess = function() {
		this.result && (t(this.result), this.result.continue());
	}, Ke(e.transaction);
}
function tt(e = Ye()) {
	return e("readonly", (e) => {
		if (e.getAllKeys) return Ke(e.getAllKeys());
		let t = [];
		return et(e, (e) => t.push(e.key)).then(() => t);
	});
}
// node_modules/@walletconnect/safe-json/dist/esm/index.js
var nt = (e) => JSON.stringify(e, (e, t) => typeof t == "bigint" ? t.toString() + "n" : t), rt = (e) => {
	let t = e.replace(/([\[:])?(\d{17,}|(?:[9](?:[1-9]07199254740991|0[1-9]7199254740991|00[8-9]199254740991|007[2-9]99254740991|007199[3-9]54740991|0071992[6-9]4740991|00719925[5-9]740991|007199254[8-9]40991|0071992547[5-9]0991|00719925474[1-9]991|00719925474099[2-9])))([,\}\]])/g, "$1\"$2n\"$3");
	return JSON.parse(t, (e, t) => typeof t == "string" && t.match(/^\d+n$/) ? BigInt(t.substring(0, t.length - 1)) : t);
};
function it(e) {
	if (typeof e != "string") throw Error(`Cannot safe json parse value of type ${typeof e}`);
	try {
		return rt(e);
	} catch {
		return e;
	}
}
function at(e) {
	return typeof e == "string" ? e : nt(e) || "";
}
// node_modules/@walletconnect/keyvaluestorage/dist/index.es.js
var ot = "idb-keyval", st = (e = {}) => {
	let t = e.base && e.base.length > 0 ? `${e.base}:` : "", n = (e) => t + e, r;
	return e.dbName && e.storeName && (r = qe(e.dbName, e.storeName)), {
		name: ot,
		options: e,
		async hasItem(e) {
			return typeof await Xe(n(e), r) < "u";
		},
		async getItem(e) {
			return await Xe(n(e), r) ?? null;
		},
		setItem(e, t) {
			return Ze(n(e), t, r);
		},
		removeItem(e) {
			return Qe(n(e), r);
		},
		getKeys() {
			return tt(r);
		},
		clear() {
			return $e(r);
		}
	};
}, ct = "WALLET_CONNECT_V2_INDEXED_DB", lt = "keyvaluestorage", ut = class {
	constructor() {
		this.indexedDb = Ue({ driver: st({
			dbName: ct,
			storeName: lt
		}) });
	}
	async getKeys() {
		return this.indexedDb.getKeys();
	}
	async getEntries() {
		return (await this.indexedDb.getItems(await this.indexedDb.getKeys())).map((e) => [e.key, e.value]);
	}
	async getItem(e) {
		let t = await this.indexedDb.getItem(e);
		if (t !== null) return t;
	}
	async setItem(e, t) {
		await this.indexedDb.setItem(e, at(t));
	}
	async removeItem(e) {
		await this.indexedDb.removeItem(e);
	}
}, dt = typeof globalThis < "u" ? globalThis : typeof window < "u" ? window : typeof global < "u" ? global : typeof self < "u" ? self : {}, ft = { exports: {} };
(function() {
	let e;
	function t() {}
	e = t, e.prototype.getItem = function(e) {
		return this.hasOwnProperty(e) ? String(this[e]) : null;
	}, e.prototype.setItem = function(e, t) {
		this[e] = String(t);
	}, e.prototype.removeItem = function(e) {
		delete this[e];
	}, e.prototype.clear = function() {
		let e = this;
		Object.keys(e).forEach(function(t) {
			e[t] = void 0, delete e[t];
		});
	}, e.prototype.key = function(e) {
		return e ||= 0, Object.keys(this)[e];
	}, e.prototype.__defineGetter__("length", function() {
		return Object.keys(this).length;
	}), ft.exports = typeof dt < "u" && dt.localStorage ? dt.localStorage : typeof window < "u" && window.localStorage ? window.localStorage : new t();
})();
function pt(e) {
	return [e[0], it(e[1] ?? "")];
}
var mt = class {
	constructor() {
		this.localStorage = ft.exports;
	}
	async getKeys() {
		return Object.keys(this.localStorage);
	}
	async getEntries() {
		return Object.entries(this.localStorage).map(pt);
	}
	async getItem(e) {
		let t = this.localStorage.getItem(e);
		if (t !== null) return it(t);
	}
	async setItem(e, t) {
		this.localStorage.setItem(e, at(t));
	}
	async removeItem(e) {
		this.localStorage.removeItem(e);
	}
}, ht = "wc_storage_version", gt = 1, _t = async (e, t, n) => {
	let r = ht, i = await t.getItem(r);
	if (i && i >= gt) {
		n(t);
		return;
	}
	let a = await e.getKeys();
	if (!a.length) {
		n(t);
		return;
	}
	let o = [];
	for (; a.length;) {
		let n = a.shift();
		if (!n) continue;
		let r = n.toLowerCase();
		if (r.includes("wc@") || r.includes("walletconnect") || r.includes("wc_") || r.includes("wallet_connect")) {
			let r = await e.getItem(n);
			await t.setItem(n, r), o.push(n);
		}
	}
	await t.setItem(r, gt), n(t), vt(e, o);
}, vt = async (e, t) => {
	t.length && t.forEach(async (t) => {
		await e.removeItem(t);
	});
}, yt = class {
	constructor() {
		this.initialized = !1, this.setInitialized = (e) => {
			this.storage = e, this.initialized = !0;
		};
		let e = new mt();
		this.storage = e;
		try {
			_t(e, new ut(), this.setInitialized);
		} catch {
			this.initialized = !0;
		}
	}
	async getKeys() {
		return await this.initialize(), this.storage.getKeys();
	}
	async getEntries() {
		return await this.initialize(), this.storage.getEntries();
	}
	async getItem(e) {
		return await this.initialize(), this.storage.getItem(e);
	}
	async setItem(e, t) {
		return await this.initialize(), this.storage.setItem(e, t);
	}
	async removeItem(e) {
		return await this.initialize(), this.storage.removeItem(e);
	}
	async initialize() {
		this.initialized || await new Promise((e) => {
			let t = setInterval(() => {
				this.initialized && (clearInterval(t), e());
			}, 20);
		});
	}
}, bt = /* @__PURE__ */ s(((e, t) => {
	function n(e) {
		try {
			return JSON.stringify(e);
		} catch {
			return "\"[Circular]\"";
		}
	}
	t.exports = r;
	function r(e, t, r) {
		var i = r && r.stringify || n, a = 1;
		if (typeof e == "object" && e) {
			var o = t.length + a;
			if (o === 1) return e;
			var s = Array(o);
			s[0] = i(e);
			for (var c = 1; c < o; c++) s[c] = i(t[c]);
			return s.join(" ");
		}
		if (typeof e != "string") return e;
		var l = t.length;
		if (l === 0) return e;
		for (var u = "", d = 1 - a, f = -1, p = e && e.length || 0, m = 0; m < p;) {
			if (e.charCodeAt(m) === 37 && m + 1 < p) {
				switch (f = f > -1 ? f : 0, e.charCodeAt(m + 1)) {
					case 100:
					case 102:
						if (d >= l || t[d] == null) break;
						f < m && (u += e.slice(f, m)), u += Number(t[d]), f = m + 2, m++;
						break;
					case 105:
						if (d >= l || t[d] == null) break;
						f < m && (u += e.slice(f, m)), u += Math.floor(Number(t[d])), f = m + 2, m++;
						break;
					case 79:
					case 111:
					case 106:
						if (d >= l || t[d] === void 0) break;
						f < m && (u += e.slice(f, m));
						var h = typeof t[d];
						if (h === "string") {
							u += "'" + t[d] + "'", f = m + 2, m++;
							break;
						}
						if (h === "function") {
							u += t[d].name || "<anonymous>", f = m + 2, m++;
							break;
						}
						u += i(t[d]), f = m + 2, m++;
						break;
					case 115:
						if (d >= l) break;
						f < m && (u += e.slice(f, m)), u += String(t[d]), f = m + 2, m++;
						break;
					case 37: f < m && (u += e.slice(f, m)), u += "%", f = m + 2, m++, d--;
				}
				++d;
			}
			++m;
		}
		return f === -1 ? e : (f < p && (u += e.slice(f)), u);
	}
})), xt = /* @__PURE__ */ d((/* @__PURE__ */ s(((e, t) => {
	var n = bt();
	t.exports = o;
	var r = C().console || {}, i = {
		mapHttpRequest: g,
		mapHttpResponse: g,
		wrapRequestSerializer: _,
		wrapResponseSerializer: _,
		wrapErrorSerializer: _,
		req: g,
		res: g,
		err: m
	};
	function a(e, t) {
		return Array.isArray(e) ? e.filter(function(e) {
			return e !== "!stdSerializers.err";
		}) : e === !0 && Object.keys(t);
	}
	function o(e) {
		e ||= {}, e.browser = e.browser || {};
		let t = e.browser.transmit;
		if (t && typeof t.send != "function") throw Error("pino: transmit option must have a send function");
		let n = e.browser.write || r;
		e.browser.write && (e.browser.asObject = !0);
		let i = e.serializers || {}, c = a(e.browser.serialize, i), l = e.browser.serialize;
		Array.isArray(e.browser.serialize) && e.browser.serialize.indexOf("!stdSerializers.err") > -1 && (l = !1);
		let f = [
			"error",
			"fatal",
			"warn",
			"info",
			"debug",
			"trace"
		];
		typeof n == "function" && (n.error = n.fatal = n.warn = n.info = n.debug = n.trace = n), e.enabled === !1 && (e.level = "silent");
		let m = e.level || "info", g = Object.create(n);
		g.log ||= v, Object.defineProperty(g, "levelVal", { get: y }), Object.defineProperty(g, "level", {
			get: b,
			set: x
		});
		let _ = {
			transmit: t,
			serialize: c,
			asObject: e.browser.asObject,
			levels: f,
			timestamp: h(e)
		};
		g.levels = o.levels, g.level = m, g.setMaxListeners = g.getMaxListeners = g.emit = g.addListener = g.on = g.prependListener = g.once = g.prependOnceListener = g.removeListener = g.removeAllListeners = g.listeners = g.listenerCount = g.eventNames = g.write = g.flush = v, g.serializers = i, g._serialize = c, g._stdErrSerialize = l, g.child = S, t && (g._logEvent = p());
		function y() {
			return this.level === "silent" ? Infinity : this.levels.values[this.level];
		}
		function b() {
			return this._level;
		}
		function x(e) {
			if (e !== "silent" && !this.levels.values[e]) throw Error("unknown level " + e);
			this._level = e, s(_, g, "error", "log"), s(_, g, "fatal", "error"), s(_, g, "warn", "error"), s(_, g, "info", "log"), s(_, g, "debug", "log"), s(_, g, "trace", "log");
		}
		function S(n, r) {
			if (!n) throw Error("missing bindings for child Pino");
			r ||= {}, c && n.serializers && (r.serializers = n.serializers);
			let a = r.serializers;
			if (c && a) {
				var o = Object.assign({}, i, a), s = e.browser.serialize === !0 ? Object.keys(o) : c;
				delete n.serializers, u([n], s, o, this._stdErrSerialize);
			}
			function l(e) {
				this._childLevel = (e._childLevel | 0) + 1, this.error = d(e, n, "error"), this.fatal = d(e, n, "fatal"), this.warn = d(e, n, "warn"), this.info = d(e, n, "info"), this.debug = d(e, n, "debug"), this.trace = d(e, n, "trace"), o && (this.serializers = o, this._serialize = s), t && (this._logEvent = p([].concat(e._logEvent.bindings, n)));
			}
			return l.prototype = this, new l(this);
		}
		return g;
	}
	o.levels = {
		values: {
			fatal: 60,
			error: 50,
			warn: 40,
			info: 30,
			debug: 20,
			trace: 10
		},
		labels: {
			10: "trace",
			20: "debug",
			30: "info",
			40: "warn",
			50: "error",
			60: "fatal"
		}
	}, o.stdSerializers = i, o.stdTimeFunctions = Object.assign({}, {
		nullTime: y,
		epochTime: b,
		unixTime: x,
		isoTime: S
	});
	function s(e, t, n, i) {
		let a = Object.getPrototypeOf(t);
		t[n] = t.levelVal > t.levels.values[n] ? v : a[n] ? a[n] : r[n] || r[i] || v, c(e, t, n);
	}
	function c(e, t, n) {
		(e.transmit || t[n] !== v) && (t[n] = (function(i) {
			return function() {
				let a = e.timestamp(), s = Array(arguments.length), c = Object.getPrototypeOf && Object.getPrototypeOf(this) === r ? r : this;
				for (var d = 0; d < s.length; d++) s[d] = arguments[d];
				if (e.serialize && !e.asObject && u(s, this._serialize, this.serializers, this._stdErrSerialize), e.asObject ? i.call(c, l(this, n, s, a)) : i.apply(c, s), e.transmit) {
					let r = e.transmit.level || t.level, i = o.levels.values[r], c = o.levels.values[n];
					if (c < i) return;
					f(this, {
						ts: a,
						methodLevel: n,
						methodValue: c,
						transmitLevel: r,
						transmitValue: o.levels.values[e.transmit.level || t.level],
						send: e.transmit.send,
						val: t.levelVal
					}, s);
				}
			};
		})(t[n]));
	}
	function l(e, t, r, i) {
		e._serialize && u(r, e._serialize, e.serializers, e._stdErrSerialize);
		let a = r.slice(), s = a[0], c = {};
		i && (c.time = i), c.level = o.levels.values[t];
		let l = (e._childLevel | 0) + 1;
		if (l < 1 && (l = 1), typeof s == "object" && s) {
			for (; l-- && typeof a[0] == "object";) Object.assign(c, a.shift());
			s = a.length ? n(a.shift(), a) : void 0;
		} else typeof s == "string" && (s = n(a.shift(), a));
		return s !== void 0 && (c.msg = s), c;
	}
	function u(e, t, n, r) {
		for (let i in e) if (r && e[i] instanceof Error) e[i] = o.stdSerializers.err(e[i]);
		else if (typeof e[i] == "object" && !Array.isArray(e[i])) for (let r in e[i]) t && t.indexOf(r) > -1 && r in n && (e[i][r] = n[r](e[i][r]));
	}
	function d(e, t, n) {
		return function() {
			let r = Array(1 + arguments.length);
			r[0] = t;
			for (var i = 1; i < r.length; i++) r[i] = arguments[i - 1];
			return e[n].apply(this, r);
		};
	}
	function f(e, t, n) {
		let r = t.send, i = t.ts, a = t.methodLevel, o = t.methodValue, s = t.val, c = e._logEvent.bindings;
		u(n, e._serialize || Object.keys(e.serializers), e.serializers, e._stdErrSerialize === void 0 || e._stdErrSerialize), e._logEvent.ts = i, e._logEvent.messages = n.filter(function(e) {
			return c.indexOf(e) === -1;
		}), e._logEvent.level.label = a, e._logEvent.level.value = o, r(a, e._logEvent, s), e._logEvent = p(c);
	}
	function p(e) {
		return {
			ts: 0,
			messages: [],
			bindings: e || [],
			level: {
				label: "",
				value: 0
			}
		};
	}
	function m(e) {
		let t = {
			type: e.constructor.name,
			msg: e.message,
			stack: e.stack
		};
		for (let n in e) t[n] === void 0 && (t[n] = e[n]);
		return t;
	}
	function h(e) {
		return typeof e.timestamp == "function" ? e.timestamp : e.timestamp === !1 ? y : b;
	}
	function g() {
		return {};
	}
	function _(e) {
		return e;
	}
	function v() {}
	function y() {
		return !1;
	}
	function b() {
		return Date.now();
	}
	function x() {
		return Math.round(Date.now() / 1e3);
	}
	function S() {
		return new Date(Date.now()).toISOString();
	}
	/* istanbul ignore next */
	function C() {
		function e(e) {
			return e !== void 0 && e;
		}
		try {
			return typeof globalThis < "u" || Object.defineProperty(Object.prototype, "globalThis", {
				get: function() {
					return delete Object.prototype.globalThis, this.globalThis = this;
				},
				configurable: !0
			}), globalThis;
		} catch {
			return e(self) || e(window) || e(this) || {};
		}
	}
})))()), St = { level: "info" }, Ct = "custom_context", wt = 1024e3, Tt = class {
	constructor(e) {
		this.nodeValue = e, this.sizeInBytes = new TextEncoder().encode(this.nodeValue).length, this.next = null;
	}
	get value() {
		return this.nodeValue;
	}
	get size() {
		return this.sizeInBytes;
	}
}, Et = class {
	constructor(e) {
		this.head = null, this.tail = null, this.lengthInNodes = 0, this.maxSizeInBytes = e, this.sizeInBytes = 0;
	}
	append(e) {
		let t = new Tt(e);
		if (t.size > this.maxSizeInBytes) throw Error(`[LinkedList] Value too big to insert into list: ${e} with size ${t.size}`);
		for (; this.size + t.size > this.maxSizeInBytes;) this.shift();
		this.head ? (this.tail && (this.tail.next = t), this.tail = t) : (this.head = t, this.tail = t), this.lengthInNodes++, this.sizeInBytes += t.size;
	}
	shift() {
		if (!this.head) return;
		let e = this.head;
		this.head = this.head.next, this.head || (this.tail = null), this.lengthInNodes--, this.sizeInBytes -= e.size;
	}
	toArray() {
		let e = [], t = this.head;
		for (; t !== null;) e.push(t.value), t = t.next;
		return e;
	}
	get length() {
		return this.lengthInNodes;
	}
	get size() {
		return this.sizeInBytes;
	}
	toOrderedArray() {
		return Array.from(this);
	}
	[Symbol.iterator]() {
		let e = this.head;
		return { next: () => {
			if (!e) return {
				done: !0,
				value: null
			};
			let t = e.value;
			return e = e.next, {
				done: !1,
				value: t
			};
		} };
	}
}, Dt = class {
	constructor(e, t = wt) {
		this.level = e ?? "error", this.levelValue = xt.levels.values[this.level], this.MAX_LOG_SIZE_IN_BYTES = t, this.logs = new Et(this.MAX_LOG_SIZE_IN_BYTES);
	}
	forwardToConsole(e, t) {
		t === xt.levels.values.error ? console.error(e) : t === xt.levels.values.warn ? console.warn(e) : t === xt.levels.values.debug ? console.debug(e) : t === xt.levels.values.trace ? console.trace(e) : console.log(e);
	}
	appendToLogs(e) {
		this.logs.append(at({
			timestamp: (/* @__PURE__ */ new Date()).toISOString(),
			log: e
		}));
		let t = typeof e == "string" ? JSON.parse(e).level : e.level;
		t >= this.levelValue && this.forwardToConsole(e, t);
	}
	getLogs() {
		return this.logs;
	}
	clearLogs() {
		this.logs = new Et(this.MAX_LOG_SIZE_IN_BYTES);
	}
	getLogArray() {
		return Array.from(this.logs);
	}
	logsToBlob(e) {
		let t = this.getLogArray();
		return t.push(at({ extraMetadata: e })), new Blob(t, { type: "application/json" });
	}
}, Ot = class {
	constructor(e, t = wt) {
		this.baseChunkLogger = new Dt(e, t);
	}
	write(e) {
		this.baseChunkLogger.appendToLogs(e);
	}
	getLogs() {
		return this.baseChunkLogger.getLogs();
	}
	clearLogs() {
		this.baseChunkLogger.clearLogs();
	}
	getLogArray() {
		return this.baseChunkLogger.getLogArray();
	}
	logsToBlob(e) {
		return this.baseChunkLogger.logsToBlob(e);
	}
	downloadLogsBlobInBrowser(e) {
		let t = URL.createObjectURL(this.logsToBlob(e)), n = document.createElement("a");
		n.href = t, n.download = `walletconnect-logs-${(/* @__PURE__ */ new Date()).toISOString()}.txt`, document.body.appendChild(n), n.click(), document.body.removeChild(n), URL.revokeObjectURL(t);
	}
}, kt = class {
	constructor(e, t = wt) {
		this.baseChunkLogger = new Dt(e, t);
	}
	write(e) {
		this.baseChunkLogger.appendToLogs(e);
	}
	getLogs() {
		return this.baseChunkLogger.getLogs();
	}
	clearLogs() {
		this.baseChunkLogger.clearLogs();
	}
	getLogArray() {
		return this.baseChunkLogger.getLogArray();
	}
	logsToBlob(e) {
		return this.baseChunkLogger.logsToBlob(e);
	}
}, At = Object.defineProperty, jt = Object.defineProperties, Mt = Object.getOwnPropertyDescriptors, Nt = Object.getOwnPropertySymbols, Pt = Object.prototype.hasOwnProperty, Ft = Object.prototype.propertyIsEnumerable, It = (e, t, n) => t in e ? At(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, Lt = (e, t) => {
	for (var n in t ||= {}) Pt.call(t, n) && It(e, n, t[n]);
	if (Nt) for (var n of Nt(t)) Ft.call(t, n) && It(e, n, t[n]);
	return e;
}, Rt = (e, t) => jt(e, Mt(t));
function zt(e) {
	return Rt(Lt({}, e), { level: e?.level || St.level });
}
function Bt(e, t = Ct) {
	return e[t] || "";
}
function Vt(e, t, n = Ct) {
	return e[n] = t, e;
}
function Ht(e, t = Ct) {
	let n = "";
	return n = typeof e.bindings > "u" ? Bt(e, t) : e.bindings().context || "", n;
}
function Ut(e, t, n = Ct) {
	let r = Ht(e, n);
	return r.trim() ? `${r}/${t}` : t;
}
function Wt(e, t, n = Ct) {
	let r = Ut(e, t, n);
	return Vt(e.child({ context: r }), r, n);
}
function Gt(e) {
	let t = new Ot(e.opts?.level, e.maxSizeInBytes);
	return {
		logger: (0, xt.default)(Rt(Lt({}, e.opts), {
			level: "trace",
			browser: Rt(Lt({}, e.opts?.browser), { write: (e) => t.write(e) })
		})),
		chunkLoggerController: t
	};
}
function Kt(e) {
	let t = new kt(e.opts?.level, e.maxSizeInBytes);
	return {
		logger: (0, xt.default)(Rt(Lt({}, e.opts), { level: "trace" }), t),
		chunkLoggerController: t
	};
}
function qt(e) {
	return typeof e.loggerOverride < "u" && typeof e.loggerOverride != "string" ? {
		logger: e.loggerOverride,
		chunkLoggerController: null
	} : typeof window < "u" ? Gt(e) : Kt(e);
}
// node_modules/@walletconnect/types/dist/index.es.js
var Jt = Object.defineProperty, Yt = (e, t, n) => t in e ? Jt(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, Xt = (e, t, n) => Yt(e, typeof t == "symbol" ? t : t + "", n), Zt = class extends fe {
	constructor(e) {
		super(), this.opts = e, Xt(this, "protocol", "wc"), Xt(this, "version", 2);
	}
}, Qt = Object.defineProperty, $t = (e, t, n) => t in e ? Qt(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, en = (e, t, n) => $t(e, typeof t == "symbol" ? t : t + "", n), tn = class extends fe {
	constructor(e, t) {
		super(), this.core = e, this.logger = t, en(this, "records", /* @__PURE__ */ new Map());
	}
}, nn = class {
	constructor(e, t) {
		this.logger = e, this.core = t;
	}
}, rn = class extends fe {
	constructor(e, t) {
		super(), this.relayer = e, this.logger = t;
	}
}, an = class extends fe {
	constructor(e) {
		super();
	}
}, on = class {
	constructor(e, t, n, r) {
		this.core = e, this.logger = t, this.name = n;
	}
}, sn = class extends fe {
	constructor(e, t) {
		super(), this.relayer = e, this.logger = t;
	}
}, cn = class extends fe {
	constructor(e, t) {
		super(), this.core = e, this.logger = t;
	}
}, ln = class {
	constructor(e, t, n) {
		this.core = e, this.logger = t, this.store = n;
	}
}, un = class {
	constructor(e, t) {
		this.projectId = e, this.logger = t;
	}
}, dn = class {
	constructor(e, t, n) {
		this.core = e, this.logger = t, this.telemetryEnabled = n;
	}
}, fn = Object.defineProperty, pn = (e, t, n) => t in e ? fn(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, mn = (e, t, n) => pn(e, typeof t == "symbol" ? t : t + "", n), hn = class {
	constructor(e) {
		this.opts = e, mn(this, "protocol", "wc"), mn(this, "version", 2);
	}
}, gn = class {
	constructor(e) {
		this.client = e;
	}
};
// node_modules/@walletconnect/relay-auth/dist/index.es.js
function _n(e) {
	return e instanceof Uint8Array || ArrayBuffer.isView(e) && e.constructor.name === "Uint8Array";
}
function vn(e, ...t) {
	if (!_n(e)) throw Error("Uint8Array expected");
	if (t.length > 0 && !t.includes(e.length)) throw Error("Uint8Array expected of length " + t + ", got length=" + e.length);
}
function yn(e, t = !0) {
	if (e.destroyed) throw Error("Hash instance has been destroyed");
	if (t && e.finished) throw Error("Hash#digest() has already been called");
}
function bn(e, t) {
	vn(e);
	let n = t.outputLen;
	if (e.length < n) throw Error("digestInto() expects output buffer of length at least " + n);
}
var xn = typeof globalThis == "object" && "crypto" in globalThis ? globalThis.crypto : void 0, Sn = (e) => new DataView(e.buffer, e.byteOffset, e.byteLength);
function Cn(e) {
	if (typeof e != "string") throw Error("utf8ToBytes expected string, got " + typeof e);
	return new Uint8Array(new TextEncoder().encode(e));
}
function wn(e) {
	return typeof e == "string" && (e = Cn(e)), vn(e), e;
}
var Tn = class {
	clone() {
		return this._cloneInto();
	}
};
function En(e) {
	let t = (t) => e().update(wn(t)).digest(), n = e();
	return t.outputLen = n.outputLen, t.blockLen = n.blockLen, t.create = () => e(), t;
}
function Dn(e = 32) {
	if (xn && typeof xn.getRandomValues == "function") return xn.getRandomValues(new Uint8Array(e));
	if (xn && typeof xn.randomBytes == "function") return xn.randomBytes(e);
	throw Error("crypto.getRandomValues must be defined");
}
function On(e, t, n, r) {
	if (typeof e.setBigUint64 == "function") return e.setBigUint64(t, n, r);
	let i = BigInt(32), a = BigInt(4294967295), o = Number(n >> i & a), s = Number(n & a), c = r ? 4 : 0, l = r ? 0 : 4;
	e.setUint32(t + c, o, r), e.setUint32(t + l, s, r);
}
var kn = class extends Tn {
	constructor(e, t, n, r) {
		super(), this.blockLen = e, this.outputLen = t, this.padOffset = n, this.isLE = r, this.finished = !1, this.length = 0, this.pos = 0, this.destroyed = !1, this.buffer = new Uint8Array(e), this.view = Sn(this.buffer);
	}
	update(e) {
		yn(this);
		let { view: t, buffer: n, blockLen: r } = this;
		e = wn(e);
		let i = e.length;
		for (let a = 0; a < i;) {
			let o = Math.min(r - this.pos, i - a);
			if (o === r) {
				let t = Sn(e);
				for (; r <= i - a; a += r) this.process(t, a);
			} else n.set(e.subarray(a, a + o), this.pos), this.pos += o, a += o, this.pos === r && (this.process(t, 0), this.pos = 0);
		}
		return this.length += e.length, this.roundClean(), this;
	}
	digestInto(e) {
		yn(this), bn(e, this), this.finished = !0;
		let { buffer: t, view: n, blockLen: r, isLE: i } = this, { pos: a } = this;
		t[a++] = 128, this.buffer.subarray(a).fill(0), this.padOffset > r - a && (this.process(n, 0), a = 0);
		for (let e = a; e < r; e++) t[e] = 0;
		On(n, r - 8, BigInt(this.length * 8), i), this.process(n, 0);
		let o = Sn(e), s = this.outputLen;
		if (s % 4) throw Error("_sha2: outputLen should be aligned to 32bit");
		let c = s / 4, l = this.get();
		if (c > l.length) throw Error("_sha2: outputLen bigger than state");
		for (let e = 0; e < c; e++) o.setUint32(4 * e, l[e], i);
	}
	digest() {
		let { buffer: e, outputLen: t } = this;
		this.digestInto(e);
		let n = e.slice(0, t);
		return this.destroy(), n;
	}
	_cloneInto(e) {
		e ||= new this.constructor(), e.set(...this.get());
		let { blockLen: t, buffer: n, length: r, finished: i, destroyed: a, pos: o } = this;
		return e.length = r, e.pos = o, e.finished = i, e.destroyed = a, r % t && e.buffer.set(n), e;
	}
}, An = BigInt(2 ** 32 - 1), jn = BigInt(32);
function Mn(e, t = !1) {
	return t ? {
		h: Number(e & An),
		l: Number(e >> jn & An)
	} : {
		h: Number(e >> jn & An) | 0,
		l: Number(e & An) | 0
	};
}
function Nn(e, t = !1) {
	let n = new Uint32Array(e.length), r = new Uint32Array(e.length);
	for (let i = 0; i < e.length; i++) {
		let { h: a, l: o } = Mn(e[i], t);
		[n[i], r[i]] = [a, o];
	}
	return [n, r];
}
var Pn = (e, t) => BigInt(e >>> 0) << jn | BigInt(t >>> 0), Fn = (e, t, n) => e >>> n, In = (e, t, n) => e << 32 - n | t >>> n, Ln = (e, t, n) => e >>> n | t << 32 - n, Rn = (e, t, n) => e << 32 - n | t >>> n, zn = (e, t, n) => e << 64 - n | t >>> n - 32, Bn = (e, t, n) => e >>> n - 32 | t << 64 - n, Vn = (e, t) => t, Hn = (e, t) => e, Un = (e, t, n) => e << n | t >>> 32 - n, Wn = (e, t, n) => t << n | e >>> 32 - n, Gn = (e, t, n) => t << n - 32 | e >>> 64 - n, Kn = (e, t, n) => e << n - 32 | t >>> 64 - n;
function qn(e, t, n, r) {
	let i = (t >>> 0) + (r >>> 0);
	return {
		h: e + n + (i / 2 ** 32 | 0) | 0,
		l: i | 0
	};
}
var z = {
	fromBig: Mn,
	split: Nn,
	toBig: Pn,
	shrSH: Fn,
	shrSL: In,
	rotrSH: Ln,
	rotrSL: Rn,
	rotrBH: zn,
	rotrBL: Bn,
	rotr32H: Vn,
	rotr32L: Hn,
	rotlSH: Un,
	rotlSL: Wn,
	rotlBH: Gn,
	rotlBL: Kn,
	add: qn,
	add3L: (e, t, n) => (e >>> 0) + (t >>> 0) + (n >>> 0),
	add3H: (e, t, n, r) => t + n + r + (e / 2 ** 32 | 0) | 0,
	add4L: (e, t, n, r) => (e >>> 0) + (t >>> 0) + (n >>> 0) + (r >>> 0),
	add4H: (e, t, n, r, i) => t + n + r + i + (e / 2 ** 32 | 0) | 0,
	add5H: (e, t, n, r, i, a) => t + n + r + i + a + (e / 2 ** 32 | 0) | 0,
	add5L: (e, t, n, r, i) => (e >>> 0) + (t >>> 0) + (n >>> 0) + (r >>> 0) + (i >>> 0)
}, [Jn, Yn] = z.split((/* @__PURE__ */ "0x428a2f98d728ae22.0x7137449123ef65cd.0xb5c0fbcfec4d3b2f.0xe9b5dba58189dbbc.0x3956c25bf348b538.0x59f111f1b605d019.0x923f82a4af194f9b.0xab1c5ed5da6d8118.0xd807aa98a3030242.0x12835b0145706fbe.0x243185be4ee4b28c.0x550c7dc3d5ffb4e2.0x72be5d74f27b896f.0x80deb1fe3b1696b1.0x9bdc06a725c71235.0xc19bf174cf692694.0xe49b69c19ef14ad2.0xefbe4786384f25e3.0x0fc19dc68b8cd5b5.0x240ca1cc77ac9c65.0x2de92c6f592b0275.0x4a7484aa6ea6e483.0x5cb0a9dcbd41fbd4.0x76f988da831153b5.0x983e5152ee66dfab.0xa831c66d2db43210.0xb00327c898fb213f.0xbf597fc7beef0ee4.0xc6e00bf33da88fc2.0xd5a79147930aa725.0x06ca6351e003826f.0x142929670a0e6e70.0x27b70a8546d22ffc.0x2e1b21385c26c926.0x4d2c6dfc5ac42aed.0x53380d139d95b3df.0x650a73548baf63de.0x766a0abb3c77b2a8.0x81c2c92e47edaee6.0x92722c851482353b.0xa2bfe8a14cf10364.0xa81a664bbc423001.0xc24b8b70d0f89791.0xc76c51a30654be30.0xd192e819d6ef5218.0xd69906245565a910.0xf40e35855771202a.0x106aa07032bbd1b8.0x19a4c116b8d2d0c8.0x1e376c085141ab53.0x2748774cdf8eeb99.0x34b0bcb5e19b48a8.0x391c0cb3c5c95a63.0x4ed8aa4ae3418acb.0x5b9cca4f7763e373.0x682e6ff3d6b2b8a3.0x748f82ee5defb2fc.0x78a5636f43172f60.0x84c87814a1f0ab72.0x8cc702081a6439ec.0x90befffa23631e28.0xa4506cebde82bde9.0xbef9a3f7b2c67915.0xc67178f2e372532b.0xca273eceea26619c.0xd186b8c721c0c207.0xeada7dd6cde0eb1e.0xf57d4f7fee6ed178.0x06f067aa72176fba.0x0a637dc5a2c898a6.0x113f9804bef90dae.0x1b710b35131c471b.0x28db77f523047d84.0x32caab7b40c72493.0x3c9ebe0a15c9bebc.0x431d67c49c100d4c.0x4cc5d4becb3e42b6.0x597f299cfc657e2a.0x5fcb6fab3ad6faec.0x6c44198c4a475817".split(".")).map((e) => BigInt(e))), Xn = /* @__PURE__ */ new Uint32Array(80), Zn = /* @__PURE__ */ new Uint32Array(80), Qn = class extends kn {
	constructor() {
		super(128, 64, 16, !1), this.Ah = 1779033703, this.Al = -205731576, this.Bh = -1150833019, this.Bl = -2067093701, this.Ch = 1013904242, this.Cl = -23791573, this.Dh = -1521486534, this.Dl = 1595750129, this.Eh = 1359893119, this.El = -1377402159, this.Fh = -1694144372, this.Fl = 725511199, this.Gh = 528734635, this.Gl = -79577749, this.Hh = 1541459225, this.Hl = 327033209;
	}
	get() {
		let { Ah: e, Al: t, Bh: n, Bl: r, Ch: i, Cl: a, Dh: o, Dl: s, Eh: c, El: l, Fh: u, Fl: d, Gh: f, Gl: p, Hh: m, Hl: h } = this;
		return [
			e,
			t,
			n,
			r,
			i,
			a,
			o,
			s,
			c,
			l,
			u,
			d,
			f,
			p,
			m,
			h
		];
	}
	set(e, t, n, r, i, a, o, s, c, l, u, d, f, p, m, h) {
		this.Ah = e | 0, this.Al = t | 0, this.Bh = n | 0, this.Bl = r | 0, this.Ch = i | 0, this.Cl = a | 0, this.Dh = o | 0, this.Dl = s | 0, this.Eh = c | 0, this.El = l | 0, this.Fh = u | 0, this.Fl = d | 0, this.Gh = f | 0, this.Gl = p | 0, this.Hh = m | 0, this.Hl = h | 0;
	}
	process(e, t) {
		for (let n = 0; n < 16; n++, t += 4) Xn[n] = e.getUint32(t), Zn[n] = e.getUint32(t += 4);
		for (let e = 16; e < 80; e++) {
			let t = Xn[e - 15] | 0, n = Zn[e - 15] | 0, r = z.rotrSH(t, n, 1) ^ z.rotrSH(t, n, 8) ^ z.shrSH(t, n, 7), i = z.rotrSL(t, n, 1) ^ z.rotrSL(t, n, 8) ^ z.shrSL(t, n, 7), a = Xn[e - 2] | 0, o = Zn[e - 2] | 0, s = z.rotrSH(a, o, 19) ^ z.rotrBH(a, o, 61) ^ z.shrSH(a, o, 6), c = z.rotrSL(a, o, 19) ^ z.rotrBL(a, o, 61) ^ z.shrSL(a, o, 6), l = z.add4L(i, c, Zn[e - 7], Zn[e - 16]), u = z.add4H(l, r, s, Xn[e - 7], Xn[e - 16]);
			Xn[e] = u | 0, Zn[e] = l | 0;
		}
		let { Ah: n, Al: r, Bh: i, Bl: a, Ch: o, Cl: s, Dh: c, Dl: l, Eh: u, El: d, Fh: f, Fl: p, Gh: m, Gl: h, Hh: g, Hl: _ } = this;
		for (let e = 0; e < 80; e++) {
			let t = z.rotrSH(u, d, 14) ^ z.rotrSH(u, d, 18) ^ z.rotrBH(u, d, 41), v = z.rotrSL(u, d, 14) ^ z.rotrSL(u, d, 18) ^ z.rotrBL(u, d, 41), y = u & f ^ ~u & m, b = d & p ^ ~d & h, x = z.add5L(_, v, b, Yn[e], Zn[e]), S = z.add5H(x, g, t, y, Jn[e], Xn[e]), C = x | 0, w = z.rotrSH(n, r, 28) ^ z.rotrBH(n, r, 34) ^ z.rotrBH(n, r, 39), T = z.rotrSL(n, r, 28) ^ z.rotrBL(n, r, 34) ^ z.rotrBL(n, r, 39), E = n & i ^ n & o ^ i & o, D = r & a ^ r & s ^ a & s;
			g = m | 0, _ = h | 0, m = f | 0, h = p | 0, f = u | 0, p = d | 0, {h: u, l: d} = z.add(c | 0, l | 0, S | 0, C | 0), c = o | 0, l = s | 0, o = i | 0, s = a | 0, i = n | 0, a = r | 0;
			let O = z.add3L(C, T, D);
			n = z.add3H(O, S, w, E), r = O | 0;
		}
		({h: n, l: r} = z.add(this.Ah | 0, this.Al | 0, n | 0, r | 0)), {h: i, l: a} = z.add(this.Bh | 0, this.Bl | 0, i | 0, a | 0), {h: o, l: s} = z.add(this.Ch | 0, this.Cl | 0, o | 0, s | 0), {h: c, l: l} = z.add(this.Dh | 0, this.Dl | 0, c | 0, l | 0), {h: u, l: d} = z.add(this.Eh | 0, this.El | 0, u | 0, d | 0), {h: f, l: p} = z.add(this.Fh | 0, this.Fl | 0, f | 0, p | 0), {h: m, l: h} = z.add(this.Gh | 0, this.Gl | 0, m | 0, h | 0), {h: g, l: _} = z.add(this.Hh | 0, this.Hl | 0, g | 0, _ | 0), this.set(n, r, i, a, o, s, c, l, u, d, f, p, m, h, g, _);
	}
	roundClean() {
		Xn.fill(0), Zn.fill(0);
	}
	destroy() {
		this.buffer.fill(0), this.set(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	}
}, $n = En(() => new Qn()), er = BigInt(0), tr = BigInt(1), nr = BigInt(2);
function rr(e) {
	return e instanceof Uint8Array || ArrayBuffer.isView(e) && e.constructor.name === "Uint8Array";
}
function ir(e) {
	if (!rr(e)) throw Error("Uint8Array expected");
}
function ar(e, t) {
	if (typeof t != "boolean") throw Error(e + " boolean expected, got " + t);
}
var or = Array.from({ length: 256 }, (e, t) => t.toString(16).padStart(2, "0"));
function sr(e) {
	ir(e);
	let t = "";
	for (let n = 0; n < e.length; n++) t += or[e[n]];
	return t;
}
function cr(e) {
	if (typeof e != "string") throw Error("hex string expected, got " + typeof e);
	return e === "" ? er : BigInt("0x" + e);
}
var lr = {
	_0: 48,
	_9: 57,
	A: 65,
	F: 70,
	a: 97,
	f: 102
};
function ur(e) {
	if (e >= lr._0 && e <= lr._9) return e - lr._0;
	if (e >= lr.A && e <= lr.F) return e - (lr.A - 10);
	if (e >= lr.a && e <= lr.f) return e - (lr.a - 10);
}
function dr(e) {
	if (typeof e != "string") throw Error("hex string expected, got " + typeof e);
	let t = e.length, n = t / 2;
	if (t % 2) throw Error("hex string expected, got unpadded hex of length " + t);
	let r = new Uint8Array(n);
	for (let t = 0, i = 0; t < n; t++, i += 2) {
		let n = ur(e.charCodeAt(i)), a = ur(e.charCodeAt(i + 1));
		if (n === void 0 || a === void 0) {
			let t = e[i] + e[i + 1];
			throw Error("hex string expected, got non-hex character \"" + t + "\" at index " + i);
		}
		r[t] = n * 16 + a;
	}
	return r;
}
function fr(e) {
	return cr(sr(e));
}
function pr(e) {
	return ir(e), cr(sr(Uint8Array.from(e).reverse()));
}
function mr(e, t) {
	return dr(e.toString(16).padStart(t * 2, "0"));
}
function hr(e, t) {
	return mr(e, t).reverse();
}
function gr(e, t, n) {
	let r;
	if (typeof t == "string") try {
		r = dr(t);
	} catch (t) {
		throw Error(e + " must be hex string or Uint8Array, cause: " + t);
	}
	else if (rr(t)) r = Uint8Array.from(t);
	else throw Error(e + " must be hex string or Uint8Array");
	let i = r.length;
	if (typeof n == "number" && i !== n) throw Error(e + " of length " + n + " expected, got " + i);
	return r;
}
function _r(...e) {
	let t = 0;
	for (let n = 0; n < e.length; n++) {
		let r = e[n];
		ir(r), t += r.length;
	}
	let n = new Uint8Array(t);
	for (let t = 0, r = 0; t < e.length; t++) {
		let i = e[t];
		n.set(i, r), r += i.length;
	}
	return n;
}
var vr = (e) => typeof e == "bigint" && er <= e;
function yr(e, t, n) {
	return vr(e) && vr(t) && vr(n) && t <= e && e < n;
}
function br(e, t, n, r) {
	if (!yr(t, n, r)) throw Error("expected valid " + e + ": " + n + " <= n < " + r + ", got " + t);
}
function xr(e) {
	let t = 0;
	for (; e > er; e >>= tr, t += 1);
	return t;
}
var Sr = (e) => (nr << BigInt(e - 1)) - tr, Cr = {
	bigint: (e) => typeof e == "bigint",
	function: (e) => typeof e == "function",
	boolean: (e) => typeof e == "boolean",
	string: (e) => typeof e == "string",
	stringOrUint8Array: (e) => typeof e == "string" || rr(e),
	isSafeInteger: (e) => Number.isSafeInteger(e),
	array: (e) => Array.isArray(e),
	field: (e, t) => t.Fp.isValid(e),
	hash: (e) => typeof e == "function" && Number.isSafeInteger(e.outputLen)
};
function wr(e, t, n = {}) {
	let r = (t, n, r) => {
		let i = Cr[n];
		if (typeof i != "function") throw Error("invalid validator function");
		let a = e[t];
		if (!(r && a === void 0) && !i(a, e)) throw Error("param " + String(t) + " is invalid. Expected " + n + ", got " + a);
	};
	for (let [e, n] of Object.entries(t)) r(e, n, !1);
	for (let [e, t] of Object.entries(n)) r(e, t, !0);
	return e;
}
function Tr(e) {
	let t = /* @__PURE__ */ new WeakMap();
	return (n, ...r) => {
		let i = t.get(n);
		if (i !== void 0) return i;
		let a = e(n, ...r);
		return t.set(n, a), a;
	};
}
var Er = BigInt(0), Dr = BigInt(1), Or = BigInt(2), kr = BigInt(3), Ar = BigInt(4), jr = BigInt(5), Mr = BigInt(8);
function Nr(e, t) {
	let n = e % t;
	return n >= Er ? n : t + n;
}
function Pr(e, t, n) {
	if (t < Er) throw Error("invalid exponent, negatives unsupported");
	if (n <= Er) throw Error("invalid modulus");
	if (n === Dr) return Er;
	let r = Dr;
	for (; t > Er;) t & Dr && (r = r * e % n), e = e * e % n, t >>= Dr;
	return r;
}
function Fr(e, t, n) {
	let r = e;
	for (; t-- > Er;) r *= r, r %= n;
	return r;
}
function Ir(e, t) {
	if (e === Er) throw Error("invert: expected non-zero number");
	if (t <= Er) throw Error("invert: expected positive modulus, got " + t);
	let n = Nr(e, t), r = t, i = Er, a = Dr;
	for (; n !== Er;) {
		let e = r / n, t = r % n, o = i - a * e;
		r = n, n = t, i = a, a = o;
	}
	if (r !== Dr) throw Error("invert: does not exist");
	return Nr(i, t);
}
function Lr(e) {
	let t = (e - Dr) / Or, n, r, i;
	for (n = e - Dr, r = 0; n % Or === Er; n /= Or, r++);
	for (i = Or; i < e && Pr(i, t, e) !== e - Dr; i++) if (i > 1e3) throw Error("Cannot find square root: likely non-prime P");
	if (r === 1) {
		let t = (e + Dr) / Ar;
		return function(e, n) {
			let r = e.pow(n, t);
			if (!e.eql(e.sqr(r), n)) throw Error("Cannot find square root");
			return r;
		};
	}
	let a = (n + Dr) / Or;
	return function(e, o) {
		if (e.pow(o, t) === e.neg(e.ONE)) throw Error("Cannot find square root");
		let s = r, c = e.pow(e.mul(e.ONE, i), n), l = e.pow(o, a), u = e.pow(o, n);
		for (; !e.eql(u, e.ONE);) {
			if (e.eql(u, e.ZERO)) return e.ZERO;
			let t = 1;
			for (let n = e.sqr(u); t < s && !e.eql(n, e.ONE); t++) n = e.sqr(n);
			let n = e.pow(c, Dr << BigInt(s - t - 1));
			c = e.sqr(n), l = e.mul(l, n), u = e.mul(u, c), s = t;
		}
		return l;
	};
}
function Rr(e) {
	if (e % Ar === kr) {
		let t = (e + Dr) / Ar;
		return function(e, n) {
			let r = e.pow(n, t);
			if (!e.eql(e.sqr(r), n)) throw Error("Cannot find square root");
			return r;
		};
	}
	if (e % Mr === jr) {
		let t = (e - jr) / Mr;
		return function(e, n) {
			let r = e.mul(n, Or), i = e.pow(r, t), a = e.mul(n, i), o = e.mul(e.mul(a, Or), i), s = e.mul(a, e.sub(o, e.ONE));
			if (!e.eql(e.sqr(s), n)) throw Error("Cannot find square root");
			return s;
		};
	}
	return Lr(e);
}
var zr = (e, t) => (Nr(e, t) & Dr) === Dr, Br = [
	"create",
	"isValid",
	"is0",
	"neg",
	"inv",
	"sqrt",
	"sqr",
	"eql",
	"add",
	"sub",
	"mul",
	"pow",
	"div",
	"addN",
	"subN",
	"mulN",
	"sqrN"
];
function Vr(e) {
	return wr(e, Br.reduce((e, t) => (e[t] = "function", e), {
		ORDER: "bigint",
		MASK: "bigint",
		BYTES: "isSafeInteger",
		BITS: "isSafeInteger"
	}));
}
function Hr(e, t, n) {
	if (n < Er) throw Error("invalid exponent, negatives unsupported");
	if (n === Er) return e.ONE;
	if (n === Dr) return t;
	let r = e.ONE, i = t;
	for (; n > Er;) n & Dr && (r = e.mul(r, i)), i = e.sqr(i), n >>= Dr;
	return r;
}
function Ur(e, t) {
	let n = Array(t.length), r = t.reduce((t, r, i) => e.is0(r) ? t : (n[i] = t, e.mul(t, r)), e.ONE), i = e.inv(r);
	return t.reduceRight((t, r, i) => e.is0(r) ? t : (n[i] = e.mul(t, n[i]), e.mul(t, r)), i), n;
}
function Wr(e, t) {
	let n = t === void 0 ? e.toString(2).length : t;
	return {
		nBitLength: n,
		nByteLength: Math.ceil(n / 8)
	};
}
function Gr(e, t, n = !1, r = {}) {
	if (e <= Er) throw Error("invalid field: expected ORDER > 0, got " + e);
	let { nBitLength: i, nByteLength: a } = Wr(e, t);
	if (a > 2048) throw Error("invalid field: expected ORDER of <= 2048 bytes");
	let o, s = Object.freeze({
		ORDER: e,
		isLE: n,
		BITS: i,
		BYTES: a,
		MASK: Sr(i),
		ZERO: Er,
		ONE: Dr,
		create: (t) => Nr(t, e),
		isValid: (t) => {
			if (typeof t != "bigint") throw Error("invalid field element: expected bigint, got " + typeof t);
			return Er <= t && t < e;
		},
		is0: (e) => e === Er,
		isOdd: (e) => (e & Dr) === Dr,
		neg: (t) => Nr(-t, e),
		eql: (e, t) => e === t,
		sqr: (t) => Nr(t * t, e),
		add: (t, n) => Nr(t + n, e),
		sub: (t, n) => Nr(t - n, e),
		mul: (t, n) => Nr(t * n, e),
		pow: (e, t) => Hr(s, e, t),
		div: (t, n) => Nr(t * Ir(n, e), e),
		sqrN: (e) => e * e,
		addN: (e, t) => e + t,
		subN: (e, t) => e - t,
		mulN: (e, t) => e * t,
		inv: (t) => Ir(t, e),
		sqrt: r.sqrt || ((t) => (o ||= Rr(e), o(s, t))),
		invertBatch: (e) => Ur(s, e),
		cmov: (e, t, n) => n ? t : e,
		toBytes: (e) => n ? hr(e, a) : mr(e, a),
		fromBytes: (e) => {
			if (e.length !== a) throw Error("Field.fromBytes: expected " + a + " bytes, got " + e.length);
			return n ? pr(e) : fr(e);
		}
	});
	return Object.freeze(s);
}
var Kr = BigInt(0), qr = BigInt(1);
function Jr(e, t) {
	let n = t.negate();
	return e ? n : t;
}
function Yr(e, t) {
	if (!Number.isSafeInteger(e) || e <= 0 || e > t) throw Error("invalid window size, expected [1.." + t + "], got W=" + e);
}
function Xr(e, t) {
	return Yr(e, t), {
		windows: Math.ceil(t / e) + 1,
		windowSize: 2 ** (e - 1)
	};
}
function Zr(e, t) {
	if (!Array.isArray(e)) throw Error("array expected");
	e.forEach((e, n) => {
		if (!(e instanceof t)) throw Error("invalid point at index " + n);
	});
}
function Qr(e, t) {
	if (!Array.isArray(e)) throw Error("array of scalars expected");
	e.forEach((e, n) => {
		if (!t.isValid(e)) throw Error("invalid scalar at index " + n);
	});
}
var $r = /* @__PURE__ */ new WeakMap(), ei = /* @__PURE__ */ new WeakMap();
function ti(e) {
	return ei.get(e) || 1;
}
function ni(e, t) {
	return {
		constTimeNegate: Jr,
		hasPrecomputes(e) {
			return ti(e) !== 1;
		},
		unsafeLadder(t, n, r = e.ZERO) {
			let i = t;
			for (; n > Kr;) n & qr && (r = r.add(i)), i = i.double(), n >>= qr;
			return r;
		},
		precomputeWindow(e, n) {
			let { windows: r, windowSize: i } = Xr(n, t), a = [], o = e, s = o;
			for (let e = 0; e < r; e++) {
				s = o, a.push(s);
				for (let e = 1; e < i; e++) s = s.add(o), a.push(s);
				o = s.double();
			}
			return a;
		},
		wNAF(n, r, i) {
			let { windows: a, windowSize: o } = Xr(n, t), s = e.ZERO, c = e.BASE, l = BigInt(2 ** n - 1), u = 2 ** n, d = BigInt(n);
			for (let e = 0; e < a; e++) {
				let t = e * o, n = Number(i & l);
				i >>= d, n > o && (n -= u, i += qr);
				let a = t, f = t + Math.abs(n) - 1, p = e % 2 != 0, m = n < 0;
				n === 0 ? c = c.add(Jr(p, r[a])) : s = s.add(Jr(m, r[f]));
			}
			return {
				p: s,
				f: c
			};
		},
		wNAFUnsafe(n, r, i, a = e.ZERO) {
			let { windows: o, windowSize: s } = Xr(n, t), c = BigInt(2 ** n - 1), l = 2 ** n, u = BigInt(n);
			for (let e = 0; e < o; e++) {
				let t = e * s;
				if (i === Kr) break;
				let n = Number(i & c);
				if (i >>= u, n > s && (n -= l, i += qr), n === 0) continue;
				let o = r[t + Math.abs(n) - 1];
				n < 0 && (o = o.negate()), a = a.add(o);
			}
			return a;
		},
		getPrecomputes(e, t, n) {
			let r = $r.get(t);
			return r || (r = this.precomputeWindow(t, e), e !== 1 && $r.set(t, n(r))), r;
		},
		wNAFCached(e, t, n) {
			let r = ti(e);
			return this.wNAF(r, this.getPrecomputes(r, e, n), t);
		},
		wNAFCachedUnsafe(e, t, n, r) {
			let i = ti(e);
			return i === 1 ? this.unsafeLadder(e, t, r) : this.wNAFUnsafe(i, this.getPrecomputes(i, e, n), t, r);
		},
		setWindowSize(e, n) {
			Yr(n, t), ei.set(e, n), $r.delete(e);
		}
	};
}
function ri(e, t, n, r) {
	if (Zr(n, e), Qr(r, t), n.length !== r.length) throw Error("arrays of points and scalars must have equal length");
	let i = e.ZERO, a = xr(BigInt(n.length)), o = a > 12 ? a - 3 : a > 4 ? a - 2 : a ? 2 : 1, s = (1 << o) - 1, c = Array(s + 1).fill(i), l = Math.floor((t.BITS - 1) / o) * o, u = i;
	for (let e = l; e >= 0; e -= o) {
		c.fill(i);
		for (let t = 0; t < r.length; t++) {
			let i = r[t], a = Number(i >> BigInt(e) & BigInt(s));
			c[a] = c[a].add(n[t]);
		}
		let t = i;
		for (let e = c.length - 1, n = i; e > 0; e--) n = n.add(c[e]), t = t.add(n);
		if (u = u.add(t), e !== 0) for (let e = 0; e < o; e++) u = u.double();
	}
	return u;
}
function ii(e) {
	return Vr(e.Fp), wr(e, {
		n: "bigint",
		h: "bigint",
		Gx: "field",
		Gy: "field"
	}, {
		nBitLength: "isSafeInteger",
		nByteLength: "isSafeInteger"
	}), Object.freeze({
		...Wr(e.n, e.nBitLength),
		...e,
		p: e.Fp.ORDER
	});
}
var ai = BigInt(0), oi = BigInt(1), si = BigInt(2), ci = BigInt(8), li = { zip215: !0 };
function ui(e) {
	let t = ii(e);
	return wr(e, {
		hash: "function",
		a: "bigint",
		d: "bigint",
		randomBytes: "function"
	}, {
		adjustScalarBytes: "function",
		domain: "function",
		uvRatio: "function",
		mapToCurve: "function"
	}), Object.freeze({ ...t });
}
function di(e) {
	let t = ui(e), { Fp: n, n: r, prehash: i, hash: a, randomBytes: o, nByteLength: s, h: c } = t, l = si << BigInt(s * 8) - oi, u = n.create, d = Gr(t.n, t.nBitLength), f = t.uvRatio || ((e, t) => {
		try {
			return {
				isValid: !0,
				value: n.sqrt(e * n.inv(t))
			};
		} catch {
			return {
				isValid: !1,
				value: ai
			};
		}
	}), p = t.adjustScalarBytes || ((e) => e), m = t.domain || ((e, t, n) => {
		if (ar("phflag", n), t.length || n) throw Error("Contexts/pre-hash are not supported");
		return e;
	});
	function h(e, t) {
		br("coordinate " + e, t, ai, l);
	}
	function g(e) {
		if (!(e instanceof y)) throw Error("ExtendedPoint expected");
	}
	let _ = Tr((e, t) => {
		let { ex: r, ey: i, ez: a } = e, o = e.is0();
		t ??= o ? ci : n.inv(a);
		let s = u(r * t), c = u(i * t), l = u(a * t);
		if (o) return {
			x: ai,
			y: oi
		};
		if (l !== oi) throw Error("invZ was invalid");
		return {
			x: s,
			y: c
		};
	}), v = Tr((e) => {
		let { a: n, d: r } = t;
		if (e.is0()) throw Error("bad point: ZERO");
		let { ex: i, ey: a, ez: o, et: s } = e, c = u(i * i), l = u(a * a), d = u(o * o), f = u(d * d), p = u(c * n);
		if (u(d * u(p + l)) !== u(f + u(r * u(c * l)))) throw Error("bad point: equation left != right (1)");
		if (u(i * a) !== u(o * s)) throw Error("bad point: equation left != right (2)");
		return !0;
	});
	class y {
		constructor(e, t, n, r) {
			this.ex = e, this.ey = t, this.ez = n, this.et = r, h("x", e), h("y", t), h("z", n), h("t", r), Object.freeze(this);
		}
		get x() {
			return this.toAffine().x;
		}
		get y() {
			return this.toAffine().y;
		}
		static fromAffine(e) {
			if (e instanceof y) throw Error("extended point not allowed");
			let { x: t, y: n } = e || {};
			return h("x", t), h("y", n), new y(t, n, oi, u(t * n));
		}
		static normalizeZ(e) {
			let t = n.invertBatch(e.map((e) => e.ez));
			return e.map((e, n) => e.toAffine(t[n])).map(y.fromAffine);
		}
		static msm(e, t) {
			return ri(y, d, e, t);
		}
		_setWindowSize(e) {
			S.setWindowSize(this, e);
		}
		assertValidity() {
			v(this);
		}
		equals(e) {
			g(e);
			let { ex: t, ey: n, ez: r } = this, { ex: i, ey: a, ez: o } = e, s = u(t * o), c = u(i * r), l = u(n * o), d = u(a * r);
			return s === c && l === d;
		}
		is0() {
			return this.equals(y.ZERO);
		}
		negate() {
			return new y(u(-this.ex), this.ey, this.ez, u(-this.et));
		}
		double() {
			let { a: e } = t, { ex: n, ey: r, ez: i } = this, a = u(n * n), o = u(r * r), s = u(si * u(i * i)), c = u(e * a), l = n + r, d = u(u(l * l) - a - o), f = c + o, p = f - s, m = c - o, h = u(d * p), g = u(f * m), _ = u(d * m), v = u(p * f);
			return new y(h, g, v, _);
		}
		add(e) {
			g(e);
			let { a: n, d: r } = t, { ex: i, ey: a, ez: o, et: s } = this, { ex: c, ey: l, ez: d, et: f } = e;
			if (n === BigInt(-1)) {
				let e = u((a - i) * (l + c)), t = u((a + i) * (l - c)), n = u(t - e);
				if (n === ai) return this.double();
				let r = u(o * si * f), p = u(s * si * d), m = p + r, h = t + e, g = p - r, _ = u(m * n), v = u(h * g), b = u(m * g), x = u(n * h);
				return new y(_, v, x, b);
			}
			let p = u(i * c), m = u(a * l), h = u(s * r * f), _ = u(o * d), v = u((i + a) * (c + l) - p - m), b = _ - h, x = _ + h, S = u(m - n * p), C = u(v * b), w = u(x * S), T = u(v * S), E = u(b * x);
			return new y(C, w, E, T);
		}
		subtract(e) {
			return this.add(e.negate());
		}
		wNAF(e) {
			return S.wNAFCached(this, e, y.normalizeZ);
		}
		multiply(e) {
			let t = e;
			br("scalar", t, oi, r);
			let { p: n, f: i } = this.wNAF(t);
			return y.normalizeZ([n, i])[0];
		}
		multiplyUnsafe(e, t = y.ZERO) {
			let n = e;
			return br("scalar", n, ai, r), n === ai ? x : this.is0() || n === oi ? this : S.wNAFCachedUnsafe(this, n, y.normalizeZ, t);
		}
		isSmallOrder() {
			return this.multiplyUnsafe(c).is0();
		}
		isTorsionFree() {
			return S.unsafeLadder(this, r).is0();
		}
		toAffine(e) {
			return _(this, e);
		}
		clearCofactor() {
			let { h: e } = t;
			return e === oi ? this : this.multiplyUnsafe(e);
		}
		static fromHex(e, r = !1) {
			let { d: i, a } = t, o = n.BYTES;
			e = gr("pointHex", e, o), ar("zip215", r);
			let s = e.slice(), c = e[o - 1];
			s[o - 1] = c & -129;
			let d = pr(s);
			br("pointHex.y", d, ai, r ? l : n.ORDER);
			let p = u(d * d), m = u(p - oi), h = u(i * p - a), { isValid: g, value: _ } = f(m, h);
			if (!g) throw Error("Point.fromHex: invalid y coordinate");
			let v = (_ & oi) === oi, b = !!(c & 128);
			if (!r && _ === ai && b) throw Error("Point.fromHex: x=0 and x_0=1");
			return b !== v && (_ = u(-_)), y.fromAffine({
				x: _,
				y: d
			});
		}
		static fromPrivateKey(e) {
			return T(e).point;
		}
		toRawBytes() {
			let { x: e, y: t } = this.toAffine(), r = hr(t, n.BYTES);
			return r[r.length - 1] |= e & oi ? 128 : 0, r;
		}
		toHex() {
			return sr(this.toRawBytes());
		}
	}
	y.BASE = new y(t.Gx, t.Gy, oi, u(t.Gx * t.Gy)), y.ZERO = new y(ai, oi, oi, ai);
	let { BASE: b, ZERO: x } = y, S = ni(y, s * 8);
	function C(e) {
		return Nr(e, r);
	}
	function w(e) {
		return C(pr(e));
	}
	function T(e) {
		let t = n.BYTES;
		e = gr("private key", e, t);
		let r = gr("hashed private key", a(e), 2 * t), i = p(r.slice(0, t)), o = r.slice(t, 2 * t), s = w(i), c = b.multiply(s);
		return {
			head: i,
			prefix: o,
			scalar: s,
			point: c,
			pointBytes: c.toRawBytes()
		};
	}
	function E(e) {
		return T(e).pointBytes;
	}
	function D(e = /* @__PURE__ */ new Uint8Array(), ...t) {
		let n = _r(...t);
		return w(a(m(n, gr("context", e), !!i)));
	}
	function O(e, t, a = {}) {
		e = gr("message", e), i && (e = i(e));
		let { prefix: o, scalar: s, pointBytes: c } = T(t), l = D(a.context, o, e), u = b.multiply(l).toRawBytes(), d = C(l + D(a.context, u, c, e) * s);
		return br("signature.s", d, ai, r), gr("result", _r(u, hr(d, n.BYTES)), n.BYTES * 2);
	}
	let k = li;
	function A(e, t, r, a = k) {
		let { context: o, zip215: s } = a, c = n.BYTES;
		e = gr("signature", e, 2 * c), t = gr("message", t), r = gr("publicKey", r, c), s !== void 0 && ar("zip215", s), i && (t = i(t));
		let l = pr(e.slice(c, 2 * c)), u, d, f;
		try {
			u = y.fromHex(r, s), d = y.fromHex(e.slice(0, c), s), f = b.multiplyUnsafe(l);
		} catch {
			return !1;
		}
		if (!s && u.isSmallOrder()) return !1;
		let p = D(o, d.toRawBytes(), u.toRawBytes(), t);
		return d.add(u.multiplyUnsafe(p)).subtract(f).clearCofactor().equals(y.ZERO);
	}
	return b._setWindowSize(8), {
		CURVE: t,
		getPublicKey: E,
		sign: O,
		verify: A,
		ExtendedPoint: y,
		utils: {
			getExtendedPublicKey: T,
			randomPrivateKey: () => o(n.BYTES),
			precompute(e = 8, t = y.BASE) {
				return t._setWindowSize(e), t.multiply(BigInt(3)), t;
			}
		}
	};
}
var fi = BigInt("57896044618658097711785492504343953926634992332820282019728792003956564819949"), pi = BigInt("19681161376707505956807079304988542015446066515923890162744021073123829784752"), mi = BigInt(1), hi = BigInt(2), gi = BigInt(5), _i = BigInt(8);
function vi(e) {
	let t = BigInt(10), n = BigInt(20), r = BigInt(40), i = BigInt(80), a = fi, o = e * e % a * e % a, s = Fr(Fr(o, hi, a) * o % a, mi, a) * e % a, c = Fr(s, gi, a) * s % a, l = Fr(c, t, a) * c % a, u = Fr(l, n, a) * l % a, d = Fr(u, r, a) * u % a;
	return {
		pow_p_5_8: Fr(Fr(Fr(Fr(d, i, a) * d % a, i, a) * d % a, t, a) * c % a, hi, a) * e % a,
		b2: o
	};
}
function yi(e) {
	return e[0] &= 248, e[31] &= 127, e[31] |= 64, e;
}
function bi(e, t) {
	let n = fi, r = Nr(t * t * t, n), i = vi(e * Nr(r * r * t, n)).pow_p_5_8, a = Nr(e * r * i, n), o = Nr(t * a * a, n), s = a, c = Nr(a * pi, n), l = o === e, u = o === Nr(-e, n), d = o === Nr(-e * pi, n);
	return l && (a = s), (u || d) && (a = c), zr(a, n) && (a = Nr(-a, n)), {
		isValid: l || u,
		value: a
	};
}
var xi = Gr(fi, void 0, !0), Si = di({
	a: BigInt(-1),
	d: BigInt("37095705934669439343138083508754565189542113879843219016388785533085940283555"),
	Fp: xi,
	n: BigInt("7237005577332262213973186563042994240857116359379907606001950938285454250989"),
	h: _i,
	Gx: BigInt("15112221349535400772501151409588531511454012693041857206046113283949847762202"),
	Gy: BigInt("46316835694926478169428394003475163141307993866256225615783033603165251855960"),
	hash: $n,
	randomBytes: Dn,
	adjustScalarBytes: yi,
	uvRatio: bi
}), Ci = "EdDSA", wi = "base64url", Ti = "utf8", Ei = "utf8", Di = "base58btc";
function Oi(e) {
	return globalThis.Buffer == null ? e : new Uint8Array(e.buffer, e.byteOffset, e.byteLength);
}
function ki(e = 0) {
	return globalThis.Buffer != null && globalThis.Buffer.allocUnsafe != null ? Oi(globalThis.Buffer.allocUnsafe(e)) : new Uint8Array(e);
}
function Ai(e, t) {
	t ||= e.reduce((e, t) => e + t.length, 0);
	let n = ki(t), r = 0;
	for (let t of e) n.set(t, r), r += t.length;
	return Oi(n);
}
function ji(e, t) {
	if (e.length >= 255) throw TypeError("Alphabet too long");
	for (var n = /* @__PURE__ */ new Uint8Array(256), r = 0; r < n.length; r++) n[r] = 255;
	for (var i = 0; i < e.length; i++) {
		var a = e.charAt(i), o = a.charCodeAt(0);
		if (n[o] !== 255) throw TypeError(a + " is ambiguous");
		n[o] = i;
	}
	var s = e.length, c = e.charAt(0), l = Math.log(s) / Math.log(256), u = Math.log(256) / Math.log(s);
	function d(t) {
		if (t instanceof Uint8Array || (ArrayBuffer.isView(t) ? t = new Uint8Array(t.buffer, t.byteOffset, t.byteLength) : Array.isArray(t) && (t = Uint8Array.from(t))), !(t instanceof Uint8Array)) throw TypeError("Expected Uint8Array");
		if (t.length === 0) return "";
		for (var n = 0, r = 0, i = 0, a = t.length; i !== a && t[i] === 0;) i++, n++;
		for (var o = (a - i) * u + 1 >>> 0, l = new Uint8Array(o); i !== a;) {
			for (var d = t[i], f = 0, p = o - 1; (d !== 0 || f < r) && p !== -1; p--, f++) d += 256 * l[p] >>> 0, l[p] = d % s >>> 0, d = d / s >>> 0;
			if (d !== 0) throw Error("Non-zero carry");
			r = f, i++;
		}
		for (var m = o - r; m !== o && l[m] === 0;) m++;
		for (var h = c.repeat(n); m < o; ++m) h += e.charAt(l[m]);
		return h;
	}
	function f(e) {
		if (typeof e != "string") throw TypeError("Expected String");
		if (e.length === 0) return /* @__PURE__ */ new Uint8Array();
		var t = 0;
		if (e[t] !== " ") {
			for (var r = 0, i = 0; e[t] === c;) r++, t++;
			for (var a = (e.length - t) * l + 1 >>> 0, o = new Uint8Array(a); e[t];) {
				var u = n[e.charCodeAt(t)];
				if (u === 255) return;
				for (var d = 0, f = a - 1; (u !== 0 || d < i) && f !== -1; f--, d++) u += s * o[f] >>> 0, o[f] = u % 256 >>> 0, u = u / 256 >>> 0;
				if (u !== 0) throw Error("Non-zero carry");
				i = d, t++;
			}
			if (e[t] !== " ") {
				for (var p = a - i; p !== a && o[p] === 0;) p++;
				for (var m = new Uint8Array(r + (a - p)), h = r; p !== a;) m[h++] = o[p++];
				return m;
			}
		}
	}
	function p(e) {
		var n = f(e);
		if (n) return n;
		throw Error(`Non-${t} character`);
	}
	return {
		encode: d,
		decodeUnsafe: f,
		decode: p
	};
}
var Mi = ji, Ni = (e) => {
	if (e instanceof Uint8Array && e.constructor.name === "Uint8Array") return e;
	if (e instanceof ArrayBuffer) return new Uint8Array(e);
	if (ArrayBuffer.isView(e)) return new Uint8Array(e.buffer, e.byteOffset, e.byteLength);
	throw Error("Unknown type, must be binary type");
}, Pi = (e) => new TextEncoder().encode(e), Fi = (e) => new TextDecoder().decode(e), Ii = class {
	constructor(e, t, n) {
		this.name = e, this.prefix = t, this.baseEncode = n;
	}
	encode(e) {
		if (e instanceof Uint8Array) return `${this.prefix}${this.baseEncode(e)}`;
		throw Error("Unknown type, must be binary type");
	}
}, Li = class {
	constructor(e, t, n) {
		if (this.name = e, this.prefix = t, t.codePointAt(0) === void 0) throw Error("Invalid prefix character");
		this.prefixCodePoint = t.codePointAt(0), this.baseDecode = n;
	}
	decode(e) {
		if (typeof e == "string") {
			if (e.codePointAt(0) !== this.prefixCodePoint) throw Error(`Unable to decode multibase string ${JSON.stringify(e)}, ${this.name} decoder only supports inputs prefixed with ${this.prefix}`);
			return this.baseDecode(e.slice(this.prefix.length));
		}
		throw Error("Can only multibase decode strings");
	}
	or(e) {
		return zi(this, e);
	}
}, Ri = class {
	constructor(e) {
		this.decoders = e;
	}
	or(e) {
		return zi(this, e);
	}
	decode(e) {
		let t = e[0], n = this.decoders[t];
		if (n) return n.decode(e);
		throw RangeError(`Unable to decode multibase string ${JSON.stringify(e)}, only inputs prefixed with ${Object.keys(this.decoders)} are supported`);
	}
}, zi = (e, t) => new Ri({
	...e.decoders || { [e.prefix]: e },
	...t.decoders || { [t.prefix]: t }
}), Bi = class {
	constructor(e, t, n, r) {
		this.name = e, this.prefix = t, this.baseEncode = n, this.baseDecode = r, this.encoder = new Ii(e, t, n), this.decoder = new Li(e, t, r);
	}
	encode(e) {
		return this.encoder.encode(e);
	}
	decode(e) {
		return this.decoder.decode(e);
	}
}, Vi = ({ name: e, prefix: t, encode: n, decode: r }) => new Bi(e, t, n, r), Hi = ({ prefix: e, name: t, alphabet: n }) => {
	let { encode: r, decode: i } = Mi(n, t);
	return Vi({
		prefix: e,
		name: t,
		encode: r,
		decode: (e) => Ni(i(e))
	});
}, Ui = (e, t, n, r) => {
	let i = {};
	for (let e = 0; e < t.length; ++e) i[t[e]] = e;
	let a = e.length;
	for (; e[a - 1] === "=";) --a;
	let o = new Uint8Array(a * n / 8 | 0), s = 0, c = 0, l = 0;
	for (let t = 0; t < a; ++t) {
		let a = i[e[t]];
		if (a === void 0) throw SyntaxError(`Non-${r} character`);
		c = c << n | a, s += n, s >= 8 && (s -= 8, o[l++] = 255 & c >> s);
	}
	if (s >= n || 255 & c << 8 - s) throw SyntaxError("Unexpected end of data");
	return o;
}, Wi = (e, t, n) => {
	let r = t[t.length - 1] === "=", i = (1 << n) - 1, a = "", o = 0, s = 0;
	for (let r = 0; r < e.length; ++r) for (s = s << 8 | e[r], o += 8; o > n;) o -= n, a += t[i & s >> o];
	if (o && (a += t[i & s << n - o]), r) for (; a.length * n & 7;) a += "=";
	return a;
}, Gi = ({ name: e, prefix: t, bitsPerChar: n, alphabet: r }) => Vi({
	prefix: t,
	name: e,
	encode(e) {
		return Wi(e, r, n);
	},
	decode(t) {
		return Ui(t, r, n, e);
	}
}), Ki = Vi({
	prefix: "\0",
	name: "identity",
	encode: (e) => Fi(e),
	decode: (e) => Pi(e)
}), qi = Object.freeze({
	__proto__: null,
	identity: Ki
}), Ji = Gi({
	prefix: "0",
	name: "base2",
	alphabet: "01",
	bitsPerChar: 1
}), Yi = Object.freeze({
	__proto__: null,
	base2: Ji
}), Xi = Gi({
	prefix: "7",
	name: "base8",
	alphabet: "01234567",
	bitsPerChar: 3
}), Zi = Object.freeze({
	__proto__: null,
	base8: Xi
}), Qi = Hi({
	prefix: "9",
	name: "base10",
	alphabet: "0123456789"
}), $i = Object.freeze({
	__proto__: null,
	base10: Qi
}), ea = Gi({
	prefix: "f",
	name: "base16",
	alphabet: "0123456789abcdef",
	bitsPerChar: 4
}), ta = Gi({
	prefix: "F",
	name: "base16upper",
	alphabet: "0123456789ABCDEF",
	bitsPerChar: 4
}), na = Object.freeze({
	__proto__: null,
	base16: ea,
	base16upper: ta
}), ra = Gi({
	prefix: "b",
	name: "base32",
	alphabet: "abcdefghijklmnopqrstuvwxyz234567",
	bitsPerChar: 5
}), ia = Gi({
	prefix: "B",
	name: "base32upper",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
	bitsPerChar: 5
}), aa = Gi({
	prefix: "c",
	name: "base32pad",
	alphabet: "abcdefghijklmnopqrstuvwxyz234567=",
	bitsPerChar: 5
}), oa = Gi({
	prefix: "C",
	name: "base32padupper",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=",
	bitsPerChar: 5
}), sa = Gi({
	prefix: "v",
	name: "base32hex",
	alphabet: "0123456789abcdefghijklmnopqrstuv",
	bitsPerChar: 5
}), ca = Gi({
	prefix: "V",
	name: "base32hexupper",
	alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUV",
	bitsPerChar: 5
}), la = Gi({
	prefix: "t",
	name: "base32hexpad",
	alphabet: "0123456789abcdefghijklmnopqrstuv=",
	bitsPerChar: 5
}), ua = Gi({
	prefix: "T",
	name: "base32hexpadupper",
	alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUV=",
	bitsPerChar: 5
}), da = Gi({
	prefix: "h",
	name: "base32z",
	alphabet: "ybndrfg8ejkmcpqxot1uwisza345h769",
	bitsPerChar: 5
}), fa = Object.freeze({
	__proto__: null,
	base32: ra,
	base32upper: ia,
	base32pad: aa,
	base32padupper: oa,
	base32hex: sa,
	base32hexupper: ca,
	base32hexpad: la,
	base32hexpadupper: ua,
	base32z: da
}), pa = Hi({
	prefix: "k",
	name: "base36",
	alphabet: "0123456789abcdefghijklmnopqrstuvwxyz"
}), ma = Hi({
	prefix: "K",
	name: "base36upper",
	alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}), ha = Object.freeze({
	__proto__: null,
	base36: pa,
	base36upper: ma
}), ga = Hi({
	name: "base58btc",
	prefix: "z",
	alphabet: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
}), _a = Hi({
	name: "base58flickr",
	prefix: "Z",
	alphabet: "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
}), va = Object.freeze({
	__proto__: null,
	base58btc: ga,
	base58flickr: _a
}), ya = Gi({
	prefix: "m",
	name: "base64",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	bitsPerChar: 6
}), ba = Gi({
	prefix: "M",
	name: "base64pad",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=",
	bitsPerChar: 6
}), xa = Gi({
	prefix: "u",
	name: "base64url",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
	bitsPerChar: 6
}), Sa = Gi({
	prefix: "U",
	name: "base64urlpad",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=",
	bitsPerChar: 6
}), Ca = Object.freeze({
	__proto__: null,
	base64: ya,
	base64pad: ba,
	base64url: xa,
	base64urlpad: Sa
}), wa = Array.from("🚀🪐☄🛰🌌🌑🌒🌓🌔🌕🌖🌗🌘🌍🌏🌎🐉☀💻🖥💾💿😂❤😍🤣😊🙏💕😭😘👍😅👏😁🔥🥰💔💖💙😢🤔😆🙄💪😉☺👌🤗💜😔😎😇🌹🤦🎉💞✌✨🤷😱😌🌸🙌😋💗💚😏💛🙂💓🤩😄😀🖤😃💯🙈👇🎶😒🤭❣😜💋👀😪😑💥🙋😞😩😡🤪👊🥳😥🤤👉💃😳✋😚😝😴🌟😬🙃🍀🌷😻😓⭐✅🥺🌈😈🤘💦✔😣🏃💐☹🎊💘😠☝😕🌺🎂🌻😐🖕💝🙊😹🗣💫💀👑🎵🤞😛🔴😤🌼😫⚽🤙☕🏆🤫👈😮🙆🍻🍃🐶💁😲🌿🧡🎁⚡🌞🎈❌✊👋😰🤨😶🤝🚶💰🍓💢🤟🙁🚨💨🤬✈🎀🍺🤓😙💟🌱😖👶🥴▶➡❓💎💸⬇😨🌚🦋😷🕺⚠🙅😟😵👎🤲🤠🤧📌🔵💅🧐🐾🍒😗🤑🌊🤯🐷☎💧😯💆👆🎤🙇🍑❄🌴💣🐸💌📍🥀🤢👅💡💩👐📸👻🤐🤮🎼🥵🚩🍎🍊👼💍📣🥂"), Ta = wa.reduce((e, t, n) => (e[n] = t, e), []), Ea = wa.reduce((e, t, n) => (e[t.codePointAt(0)] = n, e), []);
function Da(e) {
	return e.reduce((e, t) => (e += Ta[t], e), "");
}
function Oa(e) {
	let t = [];
	for (let n of e) {
		let e = Ea[n.codePointAt(0)];
		if (e === void 0) throw Error(`Non-base256emoji character: ${n}`);
		t.push(e);
	}
	return new Uint8Array(t);
}
var ka = Vi({
	prefix: "🚀",
	name: "base256emoji",
	encode: Da,
	decode: Oa
}), Aa = Object.freeze({
	__proto__: null,
	base256emoji: ka
}), ja = Fa, Ma = 128, Na = -128, Pa = 2 ** 31;
function Fa(e, t, n) {
	t ||= [], n ||= 0;
	for (var r = n; e >= Pa;) t[n++] = e & 255 | Ma, e /= 128;
	for (; e & Na;) t[n++] = e & 255 | Ma, e >>>= 7;
	return t[n] = e | 0, Fa.bytes = n - r + 1, t;
}
var Ia = za, La = 128, Ra = 127;
function za(e, t) {
	var n = 0, t = t || 0, r = 0, i = t, a, o = e.length;
	do {
		if (i >= o) throw za.bytes = 0, /* @__PURE__ */ RangeError("Could not decode varint");
		a = e[i++], n += r < 28 ? (a & Ra) << r : (a & Ra) * 2 ** r, r += 7;
	} while (a >= La);
	return za.bytes = i - t, n;
}
var Ba = 128, Va = 2 ** 14, Ha = 2 ** 21, Ua = 2 ** 28, Wa = 2 ** 35, Ga = 2 ** 42, Ka = 2 ** 49, qa = 2 ** 56, Ja = 2 ** 63, Ya = {
	encode: ja,
	decode: Ia,
	encodingLength: function(e) {
		return e < Ba ? 1 : e < Va ? 2 : e < Ha ? 3 : e < Ua ? 4 : e < Wa ? 5 : e < Ga ? 6 : e < Ka ? 7 : e < qa ? 8 : e < Ja ? 9 : 10;
	}
}, Xa = (e, t, n = 0) => (Ya.encode(e, t, n), t), Za = (e) => Ya.encodingLength(e), Qa = (e, t) => {
	let n = t.byteLength, r = Za(e), i = r + Za(n), a = new Uint8Array(i + n);
	return Xa(e, a, 0), Xa(n, a, r), a.set(t, i), new $a(e, n, t, a);
}, $a = class {
	constructor(e, t, n, r) {
		this.code = e, this.size = t, this.digest = n, this.bytes = r;
	}
}, eo = ({ name: e, code: t, encode: n }) => new to(e, t, n), to = class {
	constructor(e, t, n) {
		this.name = e, this.code = t, this.encode = n;
	}
	digest(e) {
		if (e instanceof Uint8Array) {
			let t = this.encode(e);
			return t instanceof Uint8Array ? Qa(this.code, t) : t.then((e) => Qa(this.code, e));
		}
		throw Error("Unknown type, must be binary type");
	}
}, no = (e) => async (t) => new Uint8Array(await crypto.subtle.digest(e, t)), ro = eo({
	name: "sha2-256",
	code: 18,
	encode: no("SHA-256")
}), io = eo({
	name: "sha2-512",
	code: 19,
	encode: no("SHA-512")
}), ao = Object.freeze({
	__proto__: null,
	sha256: ro,
	sha512: io
}), oo = 0, so = "identity", co = Ni, lo = Object.freeze({
	__proto__: null,
	identity: {
		code: oo,
		name: so,
		encode: co,
		digest: (e) => Qa(oo, co(e))
	}
});
new TextEncoder(), new TextDecoder();
var uo = {
	...qi,
	...Yi,
	...Zi,
	...$i,
	...na,
	...fa,
	...ha,
	...va,
	...Ca,
	...Aa
};
({
	...ao,
	...lo
});
function fo(e, t, n, r) {
	return {
		name: e,
		prefix: t,
		encoder: {
			name: e,
			prefix: t,
			encode: n
		},
		decoder: { decode: r }
	};
}
var po = fo("utf8", "u", (e) => "u" + new TextDecoder("utf8").decode(e), (e) => new TextEncoder().encode(e.substring(1))), mo = fo("ascii", "a", (e) => {
	let t = "a";
	for (let n = 0; n < e.length; n++) t += String.fromCharCode(e[n]);
	return t;
}, (e) => {
	e = e.substring(1);
	let t = ki(e.length);
	for (let n = 0; n < e.length; n++) t[n] = e.charCodeAt(n);
	return t;
}), ho = {
	utf8: po,
	"utf-8": po,
	hex: uo.base16,
	latin1: mo,
	ascii: mo,
	binary: mo,
	...uo
};
function go(e, t = "utf8") {
	let n = ho[t];
	if (!n) throw Error(`Unsupported encoding "${t}"`);
	return (t === "utf8" || t === "utf-8") && globalThis.Buffer != null && globalThis.Buffer.from != null ? globalThis.Buffer.from(e.buffer, e.byteOffset, e.byteLength).toString("utf8") : n.encoder.encode(e).substring(1);
}
function _o(e, t = "utf8") {
	let n = ho[t];
	if (!n) throw Error(`Unsupported encoding "${t}"`);
	return (t === "utf8" || t === "utf-8") && globalThis.Buffer != null && globalThis.Buffer.from != null ? Oi(globalThis.Buffer.from(e, "utf-8")) : n.decoder.decode(`${n.prefix}${e}`);
}
function vo(e) {
	return it(go(_o(e, wi), Ti));
}
function yo(e) {
	return go(_o(at(e), Ti), wi);
}
function bo(e) {
	return [
		"did",
		"key",
		"z" + go(Ai([_o("K36", Di), e]), Di)
	].join(":");
}
function xo(e) {
	return go(e, wi);
}
function So(e) {
	return _o(e, wi);
}
function Co(e) {
	return _o([yo(e.header), yo(e.payload)].join("."), Ei);
}
function wo(e) {
	return [
		yo(e.header),
		yo(e.payload),
		xo(e.signature)
	].join(".");
}
function To(e) {
	let t = e.split(".");
	return {
		header: vo(t[0]),
		payload: vo(t[1]),
		signature: So(t[2]),
		data: _o(t.slice(0, 2).join("."), Ei)
	};
}
function Eo(e = Dn(32)) {
	let t = Si.getPublicKey(e);
	return {
		secretKey: Ai([e, t]),
		publicKey: t
	};
}
async function Do(e, t, n, r, i = (0, R.fromMiliseconds)(Date.now())) {
	let a = {
		alg: Ci,
		typ: "JWT"
	}, o = {
		iss: bo(r.publicKey),
		sub: e,
		aud: t,
		iat: i,
		exp: i + n
	}, s = Co({
		header: a,
		payload: o
	});
	return wo({
		header: a,
		payload: o,
		signature: Si.sign(s, r.secretKey.slice(0, 32))
	});
}
// node_modules/detect-browser/es/index.js
var Oo = function(e, t, n) {
	if (n || arguments.length === 2) for (var r = 0, i = t.length, a; r < i; r++) (a || !(r in t)) && (a ||= Array.prototype.slice.call(t, 0, r), a[r] = t[r]);
	return e.concat(a || Array.prototype.slice.call(t));
}, ko = function() {
	function e(e, t, n) {
		this.name = e, this.version = t, this.os = n, this.type = "browser";
	}
	return e;
}(), Ao = function() {
	function e(e) {
		this.version = e, this.type = "node", this.name = "node", this.os = process.platform;
	}
	return e;
}(), jo = function() {
	function e(e, t, n, r) {
		this.name = e, this.version = t, this.os = n, this.bot = r, this.type = "bot-device";
	}
	return e;
}(), Mo = function() {
	function e() {
		this.type = "bot", this.bot = !0, this.name = "bot", this.version = null, this.os = null;
	}
	return e;
}(), No = function() {
	function e() {
		this.type = "react-native", this.name = "react-native", this.version = null, this.os = null;
	}
	return e;
}(), Po = /alexa|bot|crawl(er|ing)|facebookexternalhit|feedburner|google web preview|nagios|postrank|pingdom|slurp|spider|yahoo!|yandex/, Fo = /(nuhk|curl|Googlebot|Yammybot|Openbot|Slurp|MSNBot|Ask\ Jeeves\/Teoma|ia_archiver)/, Io = 3, Lo = [
	["aol", /AOLShield\/([0-9\._]+)/],
	["edge", /Edge\/([0-9\._]+)/],
	["edge-ios", /EdgiOS\/([0-9\._]+)/],
	["yandexbrowser", /YaBrowser\/([0-9\._]+)/],
	["kakaotalk", /KAKAOTALK\s([0-9\.]+)/],
	["samsung", /SamsungBrowser\/([0-9\.]+)/],
	["silk", /\bSilk\/([0-9._-]+)\b/],
	["miui", /MiuiBrowser\/([0-9\.]+)$/],
	["beaker", /BeakerBrowser\/([0-9\.]+)/],
	["edge-chromium", /EdgA?\/([0-9\.]+)/],
	["chromium-webview", /(?!Chrom.*OPR)wv\).*Chrom(?:e|ium)\/([0-9\.]+)(:?\s|$)/],
	["chrome", /(?!Chrom.*OPR)Chrom(?:e|ium)\/([0-9\.]+)(:?\s|$)/],
	["phantomjs", /PhantomJS\/([0-9\.]+)(:?\s|$)/],
	["crios", /CriOS\/([0-9\.]+)(:?\s|$)/],
	["firefox", /Firefox\/([0-9\.]+)(?:\s|$)/],
	["fxios", /FxiOS\/([0-9\.]+)/],
	["opera-mini", /Opera Mini.*Version\/([0-9\.]+)/],
	["opera", /Opera\/([0-9\.]+)(?:\s|$)/],
	["opera", /OPR\/([0-9\.]+)(:?\s|$)/],
	["pie", /^Microsoft Pocket Internet Explorer\/(\d+\.\d+)$/],
	["pie", /^Mozilla\/\d\.\d+\s\(compatible;\s(?:MSP?IE|MSInternet Explorer) (\d+\.\d+);.*Windows CE.*\)$/],
	["netfront", /^Mozilla\/\d\.\d+.*NetFront\/(\d.\d)/],
	["ie", /Trident\/7\.0.*rv\:([0-9\.]+).*\).*Gecko$/],
	["ie", /MSIE\s([0-9\.]+);.*Trident\/[4-7].0/],
	["ie", /MSIE\s(7\.0)/],
	["bb10", /BB10;\sTouch.*Version\/([0-9\.]+)/],
	["android", /Android\s([0-9\.]+)/],
	["ios", /Version\/([0-9\._]+).*Mobile.*Safari.*/],
	["safari", /Version\/([0-9\._]+).*Safari/],
	["facebook", /FB[AS]V\/([0-9\.]+)/],
	["instagram", /Instagram\s([0-9\.]+)/],
	["ios-webview", /AppleWebKit\/([0-9\.]+).*Mobile/],
	["ios-webview", /AppleWebKit\/([0-9\.]+).*Gecko\)$/],
	["curl", /^curl\/([0-9\.]+)$/],
	["searchbot", Po]
], Ro = [
	["iOS", /iP(hone|od|ad)/],
	["Android OS", /Android/],
	["BlackBerry OS", /BlackBerry|BB10/],
	["Windows Mobile", /IEMobile/],
	["Amazon OS", /Kindle/],
	["Windows 3.11", /Win16/],
	["Windows 95", /(Windows 95)|(Win95)|(Windows_95)/],
	["Windows 98", /(Windows 98)|(Win98)/],
	["Windows 2000", /(Windows NT 5.0)|(Windows 2000)/],
	["Windows XP", /(Windows NT 5.1)|(Windows XP)/],
	["Windows Server 2003", /(Windows NT 5.2)/],
	["Windows Vista", /(Windows NT 6.0)/],
	["Windows 7", /(Windows NT 6.1)/],
	["Windows 8", /(Windows NT 6.2)/],
	["Windows 8.1", /(Windows NT 6.3)/],
	["Windows 10", /(Windows NT 10.0)/],
	["Windows ME", /Windows ME/],
	["Windows CE", /Windows CE|WinCE|Microsoft Pocket Internet Explorer/],
	["Open BSD", /OpenBSD/],
	["Sun OS", /SunOS/],
	["Chrome OS", /CrOS/],
	["Linux", /(Linux)|(X11)/],
	["Mac OS", /(Mac_PowerPC)|(Macintosh)/],
	["QNX", /QNX/],
	["BeOS", /BeOS/],
	["OS/2", /OS\/2/]
];
function zo(e) {
	return e ? Vo(e) : typeof document > "u" && typeof navigator < "u" && navigator.product === "ReactNative" ? new No() : typeof navigator < "u" ? Vo(navigator.userAgent) : Uo();
}
function Bo(e) {
	return e !== "" && Lo.reduce(function(t, n) {
		var r = n[0], i = n[1];
		if (t) return t;
		var a = i.exec(e);
		return !!a && [r, a];
	}, !1);
}
function Vo(e) {
	var t = Bo(e);
	if (!t) return null;
	var n = t[0], r = t[1];
	if (n === "searchbot") return new Mo();
	var i = r[1] && r[1].split(".").join("_").split("_").slice(0, 3);
	i ? i.length < Io && (i = Oo(Oo([], i, !0), Wo(Io - i.length), !0)) : i = [];
	var a = i.join("."), o = Ho(e), s = Fo.exec(e);
	return s && s[1] ? new jo(n, a, o, s[1]) : new ko(n, a, o);
}
function Ho(e) {
	for (var t = 0, n = Ro.length; t < n; t++) {
		var r = Ro[t], i = r[0];
		if (r[1].exec(e)) return i;
	}
	return null;
}
function Uo() {
	return typeof process < "u" && process.version ? new Ao(process.version.slice(1)) : null;
}
function Wo(e) {
	for (var t = [], n = 0; n < e; n++) t.push("0");
	return t;
}
// node_modules/@walletconnect/window-getters/dist/cjs/index.js
var Go = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 }), e.getLocalStorage = e.getLocalStorageOrThrow = e.getCrypto = e.getCryptoOrThrow = e.getLocation = e.getLocationOrThrow = e.getNavigator = e.getNavigatorOrThrow = e.getDocument = e.getDocumentOrThrow = e.getFromWindowOrThrow = e.getFromWindow = void 0;
	function t(e) {
		let t;
		return typeof window < "u" && window[e] !== void 0 && (t = window[e]), t;
	}
	e.getFromWindow = t;
	function n(e) {
		let n = t(e);
		if (!n) throw Error(`${e} is not defined in Window`);
		return n;
	}
	e.getFromWindowOrThrow = n;
	function r() {
		return n("document");
	}
	e.getDocumentOrThrow = r;
	function i() {
		return t("document");
	}
	e.getDocument = i;
	function a() {
		return n("navigator");
	}
	e.getNavigatorOrThrow = a;
	function o() {
		return t("navigator");
	}
	e.getNavigator = o;
	function s() {
		return n("location");
	}
	e.getLocationOrThrow = s;
	function c() {
		return t("location");
	}
	e.getLocation = c;
	function l() {
		return n("crypto");
	}
	e.getCryptoOrThrow = l;
	function u() {
		return t("crypto");
	}
	e.getCrypto = u;
	function d() {
		return n("localStorage");
	}
	e.getLocalStorageOrThrow = d;
	function f() {
		return t("localStorage");
	}
	e.getLocalStorage = f;
})), Ko = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 }), e.getWindowMetadata = void 0;
	var t = Go();
	function n() {
		let e, n;
		try {
			e = t.getDocumentOrThrow(), n = t.getLocationOrThrow();
		} catch {
			return null;
		}
		function r() {
			let t = e.getElementsByTagName("link"), r = [];
			for (let e = 0; e < t.length; e++) {
				let i = t[e], a = i.getAttribute("rel");
				if (a && a.toLowerCase().indexOf("icon") > -1) {
					let e = i.getAttribute("href");
					if (e) {
						if (e.toLowerCase().indexOf("https:") === -1 && e.toLowerCase().indexOf("http:") === -1 && e.indexOf("//") !== 0) {
							let t = n.protocol + "//" + n.host;
							if (e.indexOf("/") === 0) t += e;
							else {
								let r = n.pathname.split("/");
								r.pop();
								let i = r.join("/");
								t += i + "/" + e;
							}
							r.push(t);
						} else if (e.indexOf("//") === 0) {
							let t = n.protocol + e;
							r.push(t);
						} else r.push(e);
					}
				}
			}
			return r;
		}
		function i(...t) {
			let n = e.getElementsByTagName("meta");
			for (let e = 0; e < n.length; e++) {
				let r = n[e], i = [
					"itemprop",
					"property",
					"name"
				].map((e) => r.getAttribute(e)).filter((e) => e ? t.includes(e) : !1);
				if (i.length && i) {
					let e = r.getAttribute("content");
					if (e) return e;
				}
			}
			return "";
		}
		function a() {
			let t = i("name", "og:site_name", "og:title", "twitter:title");
			return t ||= e.title, t;
		}
		function o() {
			return i("description", "og:description", "twitter:description", "keywords");
		}
		let s = a();
		return {
			description: o(),
			url: n.origin,
			icons: r(),
			name: s
		};
	}
	e.getWindowMetadata = n;
}));
// node_modules/@walletconnect/utils/node_modules/viem/_esm/utils/data/isHex.js
function qo(e, { strict: t = !0 } = {}) {
	return !e || typeof e != "string" ? !1 : t ? /^0x[0-9a-fA-F]*$/.test(e) : e.startsWith("0x");
}
var Jo = o((() => {}));
// node_modules/@walletconnect/utils/node_modules/viem/_esm/utils/data/size.js
function Yo(e) {
	return qo(e, { strict: !1 }) ? Math.ceil((e.length - 2) / 2) : e.length;
}
var Xo = o((() => {
	Jo();
})), Zo, Qo = o((() => {
	Zo = "2.31.0";
}));
// node_modules/@walletconnect/utils/node_modules/viem/_esm/errors/base.js
function $o(e, t) {
	return t?.(e) ? e : e && typeof e == "object" && "cause" in e && e.cause !== void 0 ? $o(e.cause, t) : t ? null : e;
}
var es, ts, ns = o((() => {
	Qo(), es = {
		getDocsUrl: ({ docsBaseUrl: e, docsPath: t = "", docsSlug: n }) => t ? `${e ?? "https://viem.sh"}${t}${n ? `#${n}` : ""}` : void 0,
		version: `viem@${Zo}`
	}, ts = class e extends Error {
		constructor(t, n = {}) {
			let r = n.cause instanceof e ? n.cause.details : n.cause?.message ? n.cause.message : n.details, i = n.cause instanceof e && n.cause.docsPath || n.docsPath, a = es.getDocsUrl?.({
				...n,
				docsPath: i
			}), o = [
				t || "An error occurred.",
				"",
				...n.metaMessages ? [...n.metaMessages, ""] : [],
				...a ? [`Docs: ${a}`] : [],
				...r ? [`Details: ${r}`] : [],
				...es.version ? [`Version: ${es.version}`] : []
			].join("\n");
			super(o, n.cause ? { cause: n.cause } : void 0), Object.defineProperty(this, "details", {
				enumerable: !0,
				configurable: !0,
				writable: !0,
				value: void 0
			}), Object.defineProperty(this, "docsPath", {
				enumerable: !0,
				configurable: !0,
				writable: !0,
				value: void 0
			}), Object.defineProperty(this, "metaMessages", {
				enumerable: !0,
				configurable: !0,
				writable: !0,
				value: void 0
			}), Object.defineProperty(this, "shortMessage", {
				enumerable: !0,
				configurable: !0,
				writable: !0,
				value: void 0
			}), Object.defineProperty(this, "version", {
				enumerable: !0,
				configurable: !0,
				writable: !0,
				value: void 0
			}), Object.defineProperty(this, "name", {
				enumerable: !0,
				configurable: !0,
				writable: !0,
				value: "BaseError"
			}), this.details = r, this.docsPath = i, this.metaMessages = n.metaMessages, this.name = n.name ?? this.name, this.shortMessage = t, this.version = Zo;
		}
		walk(e) {
			return $o(this, e);
		}
	};
})), rs, is = o((() => {
	ns(), rs = class extends ts {
		constructor({ size: e, targetSize: t, type: n }) {
			super(`${n.charAt(0).toUpperCase()}${n.slice(1).toLowerCase()} size (${e}) exceeds padding size (${t}).`, { name: "SizeExceedsPaddingSizeError" });
		}
	};
}));
// node_modules/@walletconnect/utils/node_modules/viem/_esm/utils/data/pad.js
function as(e, { dir: t, size: n = 32 } = {}) {
	return typeof e == "string" ? os(e, {
		dir: t,
		size: n
	}) : ss(e, {
		dir: t,
		size: n
	});
}
function os(e, { dir: t, size: n = 32 } = {}) {
	if (n === null) return e;
	let r = e.replace("0x", "");
	if (r.length > n * 2) throw new rs({
		size: Math.ceil(r.length / 2),
		targetSize: n,
		type: "hex"
	});
	return `0x${r[t === "right" ? "padEnd" : "padStart"](n * 2, "0")}`;
}
function ss(e, { dir: t, size: n = 32 } = {}) {
	if (n === null) return e;
	if (e.length > n) throw new rs({
		size: e.length,
		targetSize: n,
		type: "bytes"
	});
	let r = new Uint8Array(n);
	for (let i = 0; i < n; i++) {
		let a = t === "right";
		r[a ? i : n - i - 1] = e[a ? i : e.length - i - 1];
	}
	return r;
}
var cs = o((() => {
	is();
})), ls, us, ds = o((() => {
	ns(), ls = class extends ts {
		constructor({ max: e, min: t, signed: n, size: r, value: i }) {
			super(`Number "${i}" is not in safe ${r ? `${r * 8}-bit ${n ? "signed" : "unsigned"} ` : ""}integer range ${e ? `(${t} to ${e})` : `(above ${t})`}`, { name: "IntegerOutOfRangeError" });
		}
	}, us = class extends ts {
		constructor({ givenSize: e, maxSize: t }) {
			super(`Size cannot exceed ${t} bytes. Given size: ${e} bytes.`, { name: "SizeOverflowError" });
		}
	};
}));
// node_modules/@walletconnect/utils/node_modules/viem/_esm/utils/encoding/fromHex.js
function fs(e, { size: t }) {
	if (Yo(e) > t) throw new us({
		givenSize: Yo(e),
		maxSize: t
	});
}
function ps(e, t = {}) {
	let { signed: n } = t;
	t.size && fs(e, { size: t.size });
	let r = BigInt(e);
	if (!n) return r;
	let i = (e.length - 2) / 2;
	return r <= (1n << BigInt(i) * 8n - 1n) - 1n ? r : r - BigInt(`0x${"f".padStart(i * 2, "f")}`) - 1n;
}
function ms(e, t = {}) {
	return Number(ps(e, t));
}
var hs = o((() => {
	ds(), Xo();
}));
// node_modules/@walletconnect/utils/node_modules/viem/_esm/utils/encoding/toHex.js
function gs(e, t = {}) {
	return typeof e == "number" || typeof e == "bigint" ? ys(e, t) : typeof e == "string" ? bs(e, t) : typeof e == "boolean" ? _s(e, t) : vs(e, t);
}
function _s(e, t = {}) {
	let n = `0x${Number(e)}`;
	return typeof t.size == "number" ? (fs(n, { size: t.size }), as(n, { size: t.size })) : n;
}
function vs(e, t = {}) {
	let n = "";
	for (let t = 0; t < e.length; t++) n += xs[e[t]];
	let r = `0x${n}`;
	return typeof t.size == "number" ? (fs(r, { size: t.size }), as(r, {
		dir: "right",
		size: t.size
	})) : r;
}
function ys(e, t = {}) {
	let { signed: n, size: r } = t, i = BigInt(e), a;
	r ? a = n ? (1n << BigInt(r) * 8n - 1n) - 1n : 2n ** (BigInt(r) * 8n) - 1n : typeof e == "number" && (a = BigInt(2 ** 53 - 1));
	let o = typeof a == "bigint" && n ? -a - 1n : 0;
	if (a && i > a || i < o) {
		let t = typeof e == "bigint" ? "n" : "";
		throw new ls({
			max: a ? `${a}${t}` : void 0,
			min: `${o}${t}`,
			signed: n,
			size: r,
			value: `${e}${t}`
		});
	}
	let s = `0x${(n && i < 0 ? (1n << BigInt(r * 8)) + BigInt(i) : i).toString(16)}`;
	return r ? as(s, { size: r }) : s;
}
function bs(e, t = {}) {
	return vs(Ss.encode(e), t);
}
var xs, Ss, Cs = o((() => {
	ds(), cs(), hs(), xs = /*#__PURE__*/ Array.from({ length: 256 }, (e, t) => t.toString(16).padStart(2, "0")), Ss = /*#__PURE__*/ new TextEncoder();
}));
// node_modules/@walletconnect/utils/node_modules/viem/_esm/utils/encoding/toBytes.js
function ws(e, t = {}) {
	return typeof e == "number" || typeof e == "bigint" ? Os(e, t) : typeof e == "boolean" ? Ts(e, t) : qo(e) ? Ds(e, t) : ks(e, t);
}
function Ts(e, t = {}) {
	let n = /* @__PURE__ */ new Uint8Array(1);
	return n[0] = Number(e), typeof t.size == "number" ? (fs(n, { size: t.size }), as(n, { size: t.size })) : n;
}
function Es(e) {
	if (e >= js.zero && e <= js.nine) return e - js.zero;
	if (e >= js.A && e <= js.F) return e - (js.A - 10);
	if (e >= js.a && e <= js.f) return e - (js.a - 10);
}
function Ds(e, t = {}) {
	let n = e;
	t.size && (fs(n, { size: t.size }), n = as(n, {
		dir: "right",
		size: t.size
	}));
	let r = n.slice(2);
	r.length % 2 && (r = `0${r}`);
	let i = r.length / 2, a = new Uint8Array(i);
	for (let e = 0, t = 0; e < i; e++) {
		let n = Es(r.charCodeAt(t++)), i = Es(r.charCodeAt(t++));
		if (n === void 0 || i === void 0) throw new ts(`Invalid byte sequence ("${r[t - 2]}${r[t - 1]}" in "${r}").`);
		a[e] = n * 16 + i;
	}
	return a;
}
function Os(e, t) {
	return Ds(ys(e, t));
}
function ks(e, t = {}) {
	let n = As.encode(e);
	return typeof t.size == "number" ? (fs(n, { size: t.size }), as(n, {
		dir: "right",
		size: t.size
	})) : n;
}
var As, js, Ms = o((() => {
	ns(), Jo(), cs(), hs(), Cs(), As = /*#__PURE__*/ new TextEncoder(), js = {
		zero: 48,
		nine: 57,
		A: 65,
		F: 70,
		a: 97,
		f: 102
	};
}));
// node_modules/@walletconnect/utils/node_modules/@noble/hashes/esm/_u64.js
function Ns(e, t = !1) {
	return t ? {
		h: Number(e & Fs),
		l: Number(e >> Is & Fs)
	} : {
		h: Number(e >> Is & Fs) | 0,
		l: Number(e & Fs) | 0
	};
}
function Ps(e, t = !1) {
	let n = e.length, r = new Uint32Array(n), i = new Uint32Array(n);
	for (let a = 0; a < n; a++) {
		let { h: n, l: o } = Ns(e[a], t);
		[r[a], i[a]] = [n, o];
	}
	return [r, i];
}
var Fs, Is, Ls, Rs, zs, Bs, Vs = o((() => {
	Fs = /* @__PURE__ */ BigInt(2 ** 32 - 1), Is = /* @__PURE__ */ BigInt(32), Ls = (e, t, n) => e << n | t >>> 32 - n, Rs = (e, t, n) => t << n | e >>> 32 - n, zs = (e, t, n) => t << n - 32 | e >>> 64 - n, Bs = (e, t, n) => e << n - 32 | t >>> 64 - n;
})), Hs, Us = o((() => {
	Hs = typeof globalThis == "object" && "crypto" in globalThis ? globalThis.crypto : void 0;
}));
// node_modules/@walletconnect/utils/node_modules/@noble/hashes/esm/utils.js
function Ws(e) {
	return e instanceof Uint8Array || ArrayBuffer.isView(e) && e.constructor.name === "Uint8Array";
}
function Gs(e) {
	if (!Number.isSafeInteger(e) || e < 0) throw Error("positive integer expected, got " + e);
}
function Ks(e, ...t) {
	if (!Ws(e)) throw Error("Uint8Array expected");
	if (t.length > 0 && !t.includes(e.length)) throw Error("Uint8Array expected of length " + t + ", got length=" + e.length);
}
function qs(e) {
	if (typeof e != "function" || typeof e.create != "function") throw Error("Hash should be wrapped by utils.createHasher");
	Gs(e.outputLen), Gs(e.blockLen);
}
function Js(e, t = !0) {
	if (e.destroyed) throw Error("Hash instance has been destroyed");
	if (t && e.finished) throw Error("Hash#digest() has already been called");
}
function Ys(e, t) {
	Ks(e);
	let n = t.outputLen;
	if (e.length < n) throw Error("digestInto() expects output buffer of length at least " + n);
}
function Xs(e) {
	return new Uint32Array(e.buffer, e.byteOffset, Math.floor(e.byteLength / 4));
}
function Zs(...e) {
	for (let t = 0; t < e.length; t++) e[t].fill(0);
}
function Qs(e) {
	return new DataView(e.buffer, e.byteOffset, e.byteLength);
}
function $s(e, t) {
	return e << 32 - t | e >>> t;
}
function ec(e) {
	return e << 24 & 4278190080 | e << 8 & 16711680 | e >>> 8 & 65280 | e >>> 24 & 255;
}
function tc(e) {
	for (let t = 0; t < e.length; t++) e[t] = ec(e[t]);
	return e;
}
function nc(e) {
	if (typeof e != "string") throw Error("string expected");
	return new Uint8Array(new TextEncoder().encode(e));
}
function rc(e) {
	return typeof e == "string" && (e = nc(e)), Ks(e), e;
}
function ic(...e) {
	let t = 0;
	for (let n = 0; n < e.length; n++) {
		let r = e[n];
		Ks(r), t += r.length;
	}
	let n = new Uint8Array(t);
	for (let t = 0, r = 0; t < e.length; t++) {
		let i = e[t];
		n.set(i, r), r += i.length;
	}
	return n;
}
function ac(e) {
	let t = (t) => e().update(rc(t)).digest(), n = e();
	return t.outputLen = n.outputLen, t.blockLen = n.blockLen, t.create = () => e(), t;
}
function oc(e = 32) {
	if (Hs && typeof Hs.getRandomValues == "function") return Hs.getRandomValues(new Uint8Array(e));
	if (Hs && typeof Hs.randomBytes == "function") return Uint8Array.from(Hs.randomBytes(e));
	throw Error("crypto.getRandomValues must be defined");
}
var sc, cc, lc, uc = o((() => {
	Us(), sc = new Uint8Array(new Uint32Array([287454020]).buffer)[0] === 68, cc = sc ? (e) => e : tc, lc = class {};
}));
// node_modules/@walletconnect/utils/node_modules/@noble/hashes/esm/sha3.js
function dc(e, t = 24) {
	let n = /* @__PURE__ */ new Uint32Array(10);
	for (let r = 24 - t; r < 24; r++) {
		for (let t = 0; t < 10; t++) n[t] = e[t] ^ e[t + 10] ^ e[t + 20] ^ e[t + 30] ^ e[t + 40];
		for (let t = 0; t < 10; t += 2) {
			let r = (t + 8) % 10, i = (t + 2) % 10, a = n[i], o = n[i + 1], s = wc(a, o, 1) ^ n[r], c = Tc(a, o, 1) ^ n[r + 1];
			for (let n = 0; n < 50; n += 10) e[t + n] ^= s, e[t + n + 1] ^= c;
		}
		let t = e[2], i = e[3];
		for (let n = 0; n < 24; n++) {
			let r = yc[n], a = wc(t, i, r), o = Tc(t, i, r), s = vc[n];
			t = e[s], i = e[s + 1], e[s] = a, e[s + 1] = o;
		}
		for (let t = 0; t < 50; t += 10) {
			for (let r = 0; r < 10; r++) n[r] = e[t + r];
			for (let r = 0; r < 10; r++) e[t + r] ^= ~n[(r + 2) % 10] & n[(r + 4) % 10];
		}
		e[0] ^= Sc[r], e[1] ^= Cc[r];
	}
	Zs(n);
}
var fc, pc, mc, hc, gc, _c, vc, yc, bc, xc, Sc, Cc, wc, Tc, Ec, Dc, Oc, kc = o((() => {
	Vs(), uc(), fc = BigInt(0), pc = BigInt(1), mc = BigInt(2), hc = BigInt(7), gc = BigInt(256), _c = BigInt(113), vc = [], yc = [], bc = [];
	for (let e = 0, t = pc, n = 1, r = 0; e < 24; e++) {
		[n, r] = [r, (2 * n + 3 * r) % 5], vc.push(2 * (5 * r + n)), yc.push((e + 1) * (e + 2) / 2 % 64);
		let i = fc;
		for (let e = 0; e < 7; e++) t = (t << pc ^ (t >> hc) * _c) % gc, t & mc && (i ^= pc << (pc << /* @__PURE__ */ BigInt(e)) - pc);
		bc.push(i);
	}
	xc = Ps(bc, !0), Sc = xc[0], Cc = xc[1], wc = (e, t, n) => n > 32 ? zs(e, t, n) : Ls(e, t, n), Tc = (e, t, n) => n > 32 ? Bs(e, t, n) : Rs(e, t, n), Ec = class e extends lc {
		constructor(e, t, n, r = !1, i = 24) {
			if (super(), this.pos = 0, this.posOut = 0, this.finished = !1, this.destroyed = !1, this.enableXOF = !1, this.blockLen = e, this.suffix = t, this.outputLen = n, this.enableXOF = r, this.rounds = i, Gs(n), !(0 < e && e < 200)) throw Error("only keccak-f1600 function is supported");
			this.state = /* @__PURE__ */ new Uint8Array(200), this.state32 = Xs(this.state);
		}
		clone() {
			return this._cloneInto();
		}
		keccak() {
			cc(this.state32), dc(this.state32, this.rounds), cc(this.state32), this.posOut = 0, this.pos = 0;
		}
		update(e) {
			Js(this), e = rc(e), Ks(e);
			let { blockLen: t, state: n } = this, r = e.length;
			for (let i = 0; i < r;) {
				let a = Math.min(t - this.pos, r - i);
				for (let t = 0; t < a; t++) n[this.pos++] ^= e[i++];
				this.pos === t && this.keccak();
			}
			return this;
		}
		finish() {
			if (this.finished) return;
			this.finished = !0;
			let { state: e, suffix: t, pos: n, blockLen: r } = this;
			e[n] ^= t, t & 128 && n === r - 1 && this.keccak(), e[r - 1] ^= 128, this.keccak();
		}
		writeInto(e) {
			Js(this, !1), Ks(e), this.finish();
			let t = this.state, { blockLen: n } = this;
			for (let r = 0, i = e.length; r < i;) {
				this.posOut >= n && this.keccak();
				let a = Math.min(n - this.posOut, i - r);
				e.set(t.subarray(this.posOut, this.posOut + a), r), this.posOut += a, r += a;
			}
			return e;
		}
		xofInto(e) {
			if (!this.enableXOF) throw Error("XOF is not possible for this instance");
			return this.writeInto(e);
		}
		xof(e) {
			return Gs(e), this.xofInto(new Uint8Array(e));
		}
		digestInto(e) {
			if (Ys(e, this), this.finished) throw Error("digest() was already called");
			return this.writeInto(e), this.destroy(), e;
		}
		digest() {
			return this.digestInto(new Uint8Array(this.outputLen));
		}
		destroy() {
			this.destroyed = !0, Zs(this.state);
		}
		_cloneInto(t) {
			let { blockLen: n, suffix: r, outputLen: i, rounds: a, enableXOF: o } = this;
			return t ||= new e(n, r, i, o, a), t.state32.set(this.state32), t.pos = this.pos, t.posOut = this.posOut, t.finished = this.finished, t.rounds = a, t.suffix = r, t.outputLen = i, t.enableXOF = o, t.destroyed = this.destroyed, t;
		}
	}, Dc = (e, t, n) => ac(() => new Ec(t, e, n)), Oc = /* @__PURE__ */ Dc(1, 136, 32);
}));
// node_modules/@walletconnect/utils/node_modules/viem/_esm/utils/hash/keccak256.js
function Ac(e, t) {
	let n = t || "hex", r = Oc(qo(e, { strict: !1 }) ? ws(e) : e);
	return n === "bytes" ? r : gs(r);
}
var jc = o((() => {
	kc(), Jo(), Ms(), Cs();
})), Mc, Nc = o((() => {
	Mc = class extends Map {
		constructor(e) {
			super(), Object.defineProperty(this, "maxSize", {
				enumerable: !0,
				configurable: !0,
				writable: !0,
				value: void 0
			}), this.maxSize = e;
		}
		get(e) {
			let t = super.get(e);
			return super.has(e) && t !== void 0 && (this.delete(e), super.set(e, t)), t;
		}
		set(e, t) {
			if (super.set(e, t), this.maxSize && this.size > this.maxSize) {
				let e = this.keys().next().value;
				e && this.delete(e);
			}
			return this;
		}
	};
}));
// node_modules/@walletconnect/utils/node_modules/viem/_esm/utils/address/getAddress.js
function Pc(e, t) {
	if (Fc.has(`${e}.${t}`)) return Fc.get(`${e}.${t}`);
	let n = t ? `${t}${e.toLowerCase()}` : e.substring(2).toLowerCase(), r = Ac(ks(n), "bytes"), i = (t ? n.substring(`${t}0x`.length) : n).split("");
	for (let e = 0; e < 40; e += 2) r[e >> 1] >> 4 >= 8 && i[e] && (i[e] = i[e].toUpperCase()), (r[e >> 1] & 15) >= 8 && i[e + 1] && (i[e + 1] = i[e + 1].toUpperCase());
	let a = `0x${i.join("")}`;
	return Fc.set(`${e}.${t}`, a), a;
}
var Fc;
o((() => {
	Ms(), jc(), Nc(), Fc = /*#__PURE__*/ new Mc(8192);
}))(), jc();
function Ic(e) {
	return Pc(`0x${Ac(`0x${e.substring(4)}`).substring(26)}`);
}
// node_modules/@walletconnect/utils/node_modules/@noble/hashes/esm/_md.js
function Lc(e, t, n, r) {
	if (typeof e.setBigUint64 == "function") return e.setBigUint64(t, n, r);
	let i = BigInt(32), a = BigInt(4294967295), o = Number(n >> i & a), s = Number(n & a), c = r ? 4 : 0, l = r ? 0 : 4;
	e.setUint32(t + c, o, r), e.setUint32(t + l, s, r);
}
function Rc(e, t, n) {
	return e & t ^ ~e & n;
}
function zc(e, t, n) {
	return e & t ^ e & n ^ t & n;
}
var Bc, Vc, Hc = o((() => {
	uc(), Bc = class extends lc {
		constructor(e, t, n, r) {
			super(), this.finished = !1, this.length = 0, this.pos = 0, this.destroyed = !1, this.blockLen = e, this.outputLen = t, this.padOffset = n, this.isLE = r, this.buffer = new Uint8Array(e), this.view = Qs(this.buffer);
		}
		update(e) {
			Js(this), e = rc(e), Ks(e);
			let { view: t, buffer: n, blockLen: r } = this, i = e.length;
			for (let a = 0; a < i;) {
				let o = Math.min(r - this.pos, i - a);
				if (o === r) {
					let t = Qs(e);
					for (; r <= i - a; a += r) this.process(t, a);
				} else n.set(e.subarray(a, a + o), this.pos), this.pos += o, a += o, this.pos === r && (this.process(t, 0), this.pos = 0);
			}
			return this.length += e.length, this.roundClean(), this;
		}
		digestInto(e) {
			Js(this), Ys(e, this), this.finished = !0;
			let { buffer: t, view: n, blockLen: r, isLE: i } = this, { pos: a } = this;
			t[a++] = 128, Zs(this.buffer.subarray(a)), this.padOffset > r - a && (this.process(n, 0), a = 0);
			for (let e = a; e < r; e++) t[e] = 0;
			Lc(n, r - 8, BigInt(this.length * 8), i), this.process(n, 0);
			let o = Qs(e), s = this.outputLen;
			if (s % 4) throw Error("_sha2: outputLen should be aligned to 32bit");
			let c = s / 4, l = this.get();
			if (c > l.length) throw Error("_sha2: outputLen bigger than state");
			for (let e = 0; e < c; e++) o.setUint32(4 * e, l[e], i);
		}
		digest() {
			let { buffer: e, outputLen: t } = this;
			this.digestInto(e);
			let n = e.slice(0, t);
			return this.destroy(), n;
		}
		_cloneInto(e) {
			e ||= new this.constructor(), e.set(...this.get());
			let { blockLen: t, buffer: n, length: r, finished: i, destroyed: a, pos: o } = this;
			return e.destroyed = a, e.finished = i, e.length = r, e.pos = o, r % t && e.buffer.set(n), e;
		}
		clone() {
			return this._cloneInto();
		}
	}, Vc = /* @__PURE__ */ Uint32Array.from([
		1779033703,
		3144134277,
		1013904242,
		2773480762,
		1359893119,
		2600822924,
		528734635,
		1541459225
	]);
})), Uc, Wc, Gc, Kc, qc = o((() => {
	Hc(), uc(), Uc = /* @__PURE__ */ Uint32Array.from([
		1116352408,
		1899447441,
		3049323471,
		3921009573,
		961987163,
		1508970993,
		2453635748,
		2870763221,
		3624381080,
		310598401,
		607225278,
		1426881987,
		1925078388,
		2162078206,
		2614888103,
		3248222580,
		3835390401,
		4022224774,
		264347078,
		604807628,
		770255983,
		1249150122,
		1555081692,
		1996064986,
		2554220882,
		2821834349,
		2952996808,
		3210313671,
		3336571891,
		3584528711,
		113926993,
		338241895,
		666307205,
		773529912,
		1294757372,
		1396182291,
		1695183700,
		1986661051,
		2177026350,
		2456956037,
		2730485921,
		2820302411,
		3259730800,
		3345764771,
		3516065817,
		3600352804,
		4094571909,
		275423344,
		430227734,
		506948616,
		659060556,
		883997877,
		958139571,
		1322822218,
		1537002063,
		1747873779,
		1955562222,
		2024104815,
		2227730452,
		2361852424,
		2428436474,
		2756734187,
		3204031479,
		3329325298
	]), Wc = /* @__PURE__ */ new Uint32Array(64), Gc = class extends Bc {
		constructor(e = 32) {
			super(64, e, 8, !1), this.A = Vc[0] | 0, this.B = Vc[1] | 0, this.C = Vc[2] | 0, this.D = Vc[3] | 0, this.E = Vc[4] | 0, this.F = Vc[5] | 0, this.G = Vc[6] | 0, this.H = Vc[7] | 0;
		}
		get() {
			let { A: e, B: t, C: n, D: r, E: i, F: a, G: o, H: s } = this;
			return [
				e,
				t,
				n,
				r,
				i,
				a,
				o,
				s
			];
		}
		set(e, t, n, r, i, a, o, s) {
			this.A = e | 0, this.B = t | 0, this.C = n | 0, this.D = r | 0, this.E = i | 0, this.F = a | 0, this.G = o | 0, this.H = s | 0;
		}
		process(e, t) {
			for (let n = 0; n < 16; n++, t += 4) Wc[n] = e.getUint32(t, !1);
			for (let e = 16; e < 64; e++) {
				let t = Wc[e - 15], n = Wc[e - 2], r = $s(t, 7) ^ $s(t, 18) ^ t >>> 3, i = $s(n, 17) ^ $s(n, 19) ^ n >>> 10;
				Wc[e] = i + Wc[e - 7] + r + Wc[e - 16] | 0;
			}
			let { A: n, B: r, C: i, D: a, E: o, F: s, G: c, H: l } = this;
			for (let e = 0; e < 64; e++) {
				let t = $s(o, 6) ^ $s(o, 11) ^ $s(o, 25), u = l + t + Rc(o, s, c) + Uc[e] + Wc[e] | 0, d = ($s(n, 2) ^ $s(n, 13) ^ $s(n, 22)) + zc(n, r, i) | 0;
				l = c, c = s, s = o, o = a + u | 0, a = i, i = r, r = n, n = u + d | 0;
			}
			n = n + this.A | 0, r = r + this.B | 0, i = i + this.C | 0, a = a + this.D | 0, o = o + this.E | 0, s = s + this.F | 0, c = c + this.G | 0, l = l + this.H | 0, this.set(n, r, i, a, o, s, c, l);
		}
		roundClean() {
			Zs(Wc);
		}
		destroy() {
			this.set(0, 0, 0, 0, 0, 0, 0, 0), Zs(this.buffer);
		}
	}, Kc = /* @__PURE__ */ ac(() => new Gc());
})), Jc, Yc, Xc = o((() => {
	uc(), Jc = class extends lc {
		constructor(e, t) {
			super(), this.finished = !1, this.destroyed = !1, qs(e);
			let n = rc(t);
			if (this.iHash = e.create(), typeof this.iHash.update != "function") throw Error("Expected instance of class which extends utils.Hash");
			this.blockLen = this.iHash.blockLen, this.outputLen = this.iHash.outputLen;
			let r = this.blockLen, i = new Uint8Array(r);
			i.set(n.length > r ? e.create().update(n).digest() : n);
			for (let e = 0; e < i.length; e++) i[e] ^= 54;
			this.iHash.update(i), this.oHash = e.create();
			for (let e = 0; e < i.length; e++) i[e] ^= 106;
			this.oHash.update(i), Zs(i);
		}
		update(e) {
			return Js(this), this.iHash.update(e), this;
		}
		digestInto(e) {
			Js(this), Ks(e, this.outputLen), this.finished = !0, this.iHash.digestInto(e), this.oHash.update(e), this.oHash.digestInto(e), this.destroy();
		}
		digest() {
			let e = new Uint8Array(this.oHash.outputLen);
			return this.digestInto(e), e;
		}
		_cloneInto(e) {
			e ||= Object.create(Object.getPrototypeOf(this), {});
			let { oHash: t, iHash: n, finished: r, destroyed: i, blockLen: a, outputLen: o } = this;
			return e = e, e.finished = r, e.destroyed = i, e.blockLen = a, e.outputLen = o, e.oHash = t._cloneInto(e.oHash), e.iHash = n._cloneInto(e.iHash), e;
		}
		clone() {
			return this._cloneInto();
		}
		destroy() {
			this.destroyed = !0, this.oHash.destroy(), this.iHash.destroy();
		}
	}, Yc = (e, t, n) => new Jc(e, t).update(n).digest(), Yc.create = (e, t) => new Jc(e, t);
}));
// node_modules/@walletconnect/utils/node_modules/viem/node_modules/@noble/curves/esm/abstract/utils.js
function Zc(e) {
	return e instanceof Uint8Array || ArrayBuffer.isView(e) && e.constructor.name === "Uint8Array";
}
function Qc(e) {
	if (!Zc(e)) throw Error("Uint8Array expected");
}
function $c(e, t) {
	if (typeof t != "boolean") throw Error(e + " boolean expected, got " + t);
}
function el(e) {
	let t = e.toString(16);
	return t.length & 1 ? "0" + t : t;
}
function tl(e) {
	if (typeof e != "string") throw Error("hex string expected, got " + typeof e);
	return e === "" ? vl : BigInt("0x" + e);
}
function nl(e) {
	if (Qc(e), bl) return e.toHex();
	let t = "";
	for (let n = 0; n < e.length; n++) t += xl[e[n]];
	return t;
}
function rl(e) {
	if (e >= Sl._0 && e <= Sl._9) return e - Sl._0;
	if (e >= Sl.A && e <= Sl.F) return e - (Sl.A - 10);
	if (e >= Sl.a && e <= Sl.f) return e - (Sl.a - 10);
}
function il(e) {
	if (typeof e != "string") throw Error("hex string expected, got " + typeof e);
	if (bl) return Uint8Array.fromHex(e);
	let t = e.length, n = t / 2;
	if (t % 2) throw Error("hex string expected, got unpadded hex of length " + t);
	let r = new Uint8Array(n);
	for (let t = 0, i = 0; t < n; t++, i += 2) {
		let n = rl(e.charCodeAt(i)), a = rl(e.charCodeAt(i + 1));
		if (n === void 0 || a === void 0) {
			let t = e[i] + e[i + 1];
			throw Error("hex string expected, got non-hex character \"" + t + "\" at index " + i);
		}
		r[t] = n * 16 + a;
	}
	return r;
}
function al(e) {
	return tl(nl(e));
}
function ol(e) {
	return Qc(e), tl(nl(Uint8Array.from(e).reverse()));
}
function sl(e, t) {
	return il(e.toString(16).padStart(t * 2, "0"));
}
function cl(e, t) {
	return sl(e, t).reverse();
}
function ll(e, t, n) {
	let r;
	if (typeof t == "string") try {
		r = il(t);
	} catch (t) {
		throw Error(e + " must be hex string or Uint8Array, cause: " + t);
	}
	else if (Zc(t)) r = Uint8Array.from(t);
	else throw Error(e + " must be hex string or Uint8Array");
	let i = r.length;
	if (typeof n == "number" && i !== n) throw Error(e + " of length " + n + " expected, got " + i);
	return r;
}
function ul(...e) {
	let t = 0;
	for (let n = 0; n < e.length; n++) {
		let r = e[n];
		Qc(r), t += r.length;
	}
	let n = new Uint8Array(t);
	for (let t = 0, r = 0; t < e.length; t++) {
		let i = e[t];
		n.set(i, r), r += i.length;
	}
	return n;
}
function dl(e) {
	if (typeof e != "string") throw Error("string expected");
	return new Uint8Array(new TextEncoder().encode(e));
}
function fl(e, t, n) {
	return Cl(e) && Cl(t) && Cl(n) && t <= e && e < n;
}
function pl(e, t, n, r) {
	if (!fl(t, n, r)) throw Error("expected valid " + e + ": " + n + " <= n < " + r + ", got " + t);
}
function ml(e) {
	let t = 0;
	for (; e > vl; e >>= yl, t += 1);
	return t;
}
function hl(e, t, n) {
	if (typeof e != "number" || e < 2) throw Error("hashLen must be a number");
	if (typeof t != "number" || t < 2) throw Error("qByteLen must be a number");
	if (typeof n != "function") throw Error("hmacFn must be a function");
	let r = Tl(e), i = Tl(e), a = 0, o = () => {
		r.fill(1), i.fill(0), a = 0;
	}, s = (...e) => n(i, r, ...e), c = (e = Tl(0)) => {
		i = s(El([0]), e), r = s(), e.length !== 0 && (i = s(El([1]), e), r = s());
	}, l = () => {
		if (a++ >= 1e3) throw Error("drbg: tried 1000 values");
		let e = 0, n = [];
		for (; e < t;) {
			r = s();
			let t = r.slice();
			n.push(t), e += r.length;
		}
		return ul(...n);
	};
	return (e, t) => {
		o(), c(e);
		let n;
		for (; !(n = t(l()));) c();
		return o(), n;
	};
}
function gl(e, t, n = {}) {
	let r = (t, n, r) => {
		let i = Dl[n];
		if (typeof i != "function") throw Error("invalid validator function");
		let a = e[t];
		if (!(r && a === void 0) && !i(a, e)) throw Error("param " + String(t) + " is invalid. Expected " + n + ", got " + a);
	};
	for (let [e, n] of Object.entries(t)) r(e, n, !1);
	for (let [e, t] of Object.entries(n)) r(e, t, !0);
	return e;
}
function _l(e) {
	let t = /* @__PURE__ */ new WeakMap();
	return (n, ...r) => {
		let i = t.get(n);
		if (i !== void 0) return i;
		let a = e(n, ...r);
		return t.set(n, a), a;
	};
}
var vl, yl, bl, xl, Sl, Cl, wl, Tl, El, Dl, Ol = o((() => {
	vl = /* @__PURE__ */ BigInt(0), yl = /* @__PURE__ */ BigInt(1), bl = typeof Uint8Array.from([]).toHex == "function" && typeof Uint8Array.fromHex == "function", xl = /* @__PURE__ */ Array.from({ length: 256 }, (e, t) => t.toString(16).padStart(2, "0")), Sl = {
		_0: 48,
		_9: 57,
		A: 65,
		F: 70,
		a: 97,
		f: 102
	}, Cl = (e) => typeof e == "bigint" && vl <= e, wl = (e) => (yl << BigInt(e)) - yl, Tl = (e) => new Uint8Array(e), El = (e) => Uint8Array.from(e), Dl = {
		bigint: (e) => typeof e == "bigint",
		function: (e) => typeof e == "function",
		boolean: (e) => typeof e == "boolean",
		string: (e) => typeof e == "string",
		stringOrUint8Array: (e) => typeof e == "string" || Zc(e),
		isSafeInteger: (e) => Number.isSafeInteger(e),
		array: (e) => Array.isArray(e),
		field: (e, t) => t.Fp.isValid(e),
		hash: (e) => typeof e == "function" && Number.isSafeInteger(e.outputLen)
	};
}));
// node_modules/@walletconnect/utils/node_modules/viem/node_modules/@noble/curves/esm/abstract/modular.js
function kl(e, t) {
	let n = e % t;
	return n >= Gl ? n : t + n;
}
function Al(e, t, n) {
	let r = e;
	for (; t-- > Gl;) r *= r, r %= n;
	return r;
}
function jl(e, t) {
	if (e === Gl) throw Error("invert: expected non-zero number");
	if (t <= Gl) throw Error("invert: expected positive modulus, got " + t);
	let n = kl(e, t), r = t, i = Gl, a = Kl, o = Kl, s = Gl;
	for (; n !== Gl;) {
		let e = r / n, t = r % n, c = i - o * e, l = a - s * e;
		r = n, n = t, i = o, a = s, o = c, s = l;
	}
	if (r !== Kl) throw Error("invert: does not exist");
	return kl(i, t);
}
function Ml(e, t) {
	let n = (e.ORDER + Kl) / Yl, r = e.pow(t, n);
	if (!e.eql(e.sqr(r), t)) throw Error("Cannot find square root");
	return r;
}
function Nl(e, t) {
	let n = (e.ORDER - Xl) / Zl, r = e.mul(t, ql), i = e.pow(r, n), a = e.mul(t, i), o = e.mul(e.mul(a, ql), i), s = e.mul(a, e.sub(o, e.ONE));
	if (!e.eql(e.sqr(s), t)) throw Error("Cannot find square root");
	return s;
}
function Pl(e) {
	if (e < BigInt(3)) throw Error("sqrt is not defined for small field");
	let t = e - Kl, n = 0;
	for (; t % ql === Gl;) t /= ql, n++;
	let r = ql, i = Vl(e);
	for (; zl(i, r) === 1;) if (r++ > 1e3) throw Error("Cannot find square root: probably non-prime P");
	if (n === 1) return Ml;
	let a = i.pow(r, t), o = (t + Kl) / ql;
	return function(e, r) {
		if (e.is0(r)) return r;
		if (zl(e, r) !== 1) throw Error("Cannot find square root");
		let i = n, s = e.mul(e.ONE, a), c = e.pow(r, t), l = e.pow(r, o);
		for (; !e.eql(c, e.ONE);) {
			if (e.is0(c)) return e.ZERO;
			let t = 1, n = e.sqr(c);
			for (; !e.eql(n, e.ONE);) if (t++, n = e.sqr(n), t === i) throw Error("Cannot find square root");
			let r = Kl << BigInt(i - t - 1), a = e.pow(s, r);
			i = t, s = e.sqr(a), c = e.mul(c, s), l = e.mul(l, a);
		}
		return l;
	};
}
function Fl(e) {
	return e % Yl === Jl ? Ml : e % Zl === Xl ? Nl : Pl(e);
}
function Il(e) {
	return gl(e, Ql.reduce((e, t) => (e[t] = "function", e), {
		ORDER: "bigint",
		MASK: "bigint",
		BYTES: "isSafeInteger",
		BITS: "isSafeInteger"
	}));
}
function Ll(e, t, n) {
	if (n < Gl) throw Error("invalid exponent, negatives unsupported");
	if (n === Gl) return e.ONE;
	if (n === Kl) return t;
	let r = e.ONE, i = t;
	for (; n > Gl;) n & Kl && (r = e.mul(r, i)), i = e.sqr(i), n >>= Kl;
	return r;
}
function Rl(e, t, n = !1) {
	let r = Array(t.length).fill(n ? e.ZERO : void 0), i = t.reduce((t, n, i) => e.is0(n) ? t : (r[i] = t, e.mul(t, n)), e.ONE), a = e.inv(i);
	return t.reduceRight((t, n, i) => e.is0(n) ? t : (r[i] = e.mul(t, r[i]), e.mul(t, n)), a), r;
}
function zl(e, t) {
	let n = (e.ORDER - Kl) / ql, r = e.pow(t, n), i = e.eql(r, e.ONE), a = e.eql(r, e.ZERO), o = e.eql(r, e.neg(e.ONE));
	if (!i && !a && !o) throw Error("invalid Legendre symbol result");
	return i ? 1 : a ? 0 : -1;
}
function Bl(e, t) {
	t !== void 0 && Gs(t);
	let n = t === void 0 ? e.toString(2).length : t;
	return {
		nBitLength: n,
		nByteLength: Math.ceil(n / 8)
	};
}
function Vl(e, t, n = !1, r = {}) {
	if (e <= Gl) throw Error("invalid field: expected ORDER > 0, got " + e);
	let { nBitLength: i, nByteLength: a } = Bl(e, t);
	if (a > 2048) throw Error("invalid field: expected ORDER of <= 2048 bytes");
	let o, s = Object.freeze({
		ORDER: e,
		isLE: n,
		BITS: i,
		BYTES: a,
		MASK: wl(i),
		ZERO: Gl,
		ONE: Kl,
		create: (t) => kl(t, e),
		isValid: (t) => {
			if (typeof t != "bigint") throw Error("invalid field element: expected bigint, got " + typeof t);
			return Gl <= t && t < e;
		},
		is0: (e) => e === Gl,
		isOdd: (e) => (e & Kl) === Kl,
		neg: (t) => kl(-t, e),
		eql: (e, t) => e === t,
		sqr: (t) => kl(t * t, e),
		add: (t, n) => kl(t + n, e),
		sub: (t, n) => kl(t - n, e),
		mul: (t, n) => kl(t * n, e),
		pow: (e, t) => Ll(s, e, t),
		div: (t, n) => kl(t * jl(n, e), e),
		sqrN: (e) => e * e,
		addN: (e, t) => e + t,
		subN: (e, t) => e - t,
		mulN: (e, t) => e * t,
		inv: (t) => jl(t, e),
		sqrt: r.sqrt || ((t) => (o ||= Fl(e), o(s, t))),
		toBytes: (e) => n ? cl(e, a) : sl(e, a),
		fromBytes: (e) => {
			if (e.length !== a) throw Error("Field.fromBytes: expected " + a + " bytes, got " + e.length);
			return n ? ol(e) : al(e);
		},
		invertBatch: (e) => Rl(s, e),
		cmov: (e, t, n) => n ? t : e
	});
	return Object.freeze(s);
}
function Hl(e) {
	if (typeof e != "bigint") throw Error("field order must be bigint");
	let t = e.toString(2).length;
	return Math.ceil(t / 8);
}
function Ul(e) {
	let t = Hl(e);
	return t + Math.ceil(t / 2);
}
function Wl(e, t, n = !1) {
	let r = e.length, i = Hl(t), a = Ul(t);
	if (r < 16 || r < a || r > 1024) throw Error("expected " + a + "-1024 bytes of input, got " + r);
	let o = kl(n ? ol(e) : al(e), t - Kl) + Kl;
	return n ? cl(o, i) : sl(o, i);
}
var Gl, Kl, ql, Jl, Yl, Xl, Zl, Ql, $l = o((() => {
	uc(), Ol(), Gl = BigInt(0), Kl = BigInt(1), ql = /* @__PURE__ */ BigInt(2), Jl = /* @__PURE__ */ BigInt(3), Yl = /* @__PURE__ */ BigInt(4), Xl = /* @__PURE__ */ BigInt(5), Zl = /* @__PURE__ */ BigInt(8), Ql = [
		"create",
		"isValid",
		"is0",
		"neg",
		"inv",
		"sqrt",
		"sqr",
		"eql",
		"add",
		"sub",
		"mul",
		"pow",
		"div",
		"addN",
		"subN",
		"mulN",
		"sqrN"
	];
}));
// node_modules/@walletconnect/utils/node_modules/viem/node_modules/@noble/curves/esm/abstract/curve.js
function eu(e, t) {
	let n = t.negate();
	return e ? n : t;
}
function tu(e, t) {
	if (!Number.isSafeInteger(e) || e <= 0 || e > t) throw Error("invalid window size, expected [1.." + t + "], got W=" + e);
}
function nu(e, t) {
	tu(e, t);
	let n = Math.ceil(t / e) + 1, r = 2 ** (e - 1), i = 2 ** e;
	return {
		windows: n,
		windowSize: r,
		mask: wl(e),
		maxNumber: i,
		shiftBy: BigInt(e)
	};
}
function ru(e, t, n) {
	let { windowSize: r, mask: i, maxNumber: a, shiftBy: o } = n, s = Number(e & i), c = e >> o;
	s > r && (s -= a, c += du);
	let l = t * r, u = l + Math.abs(s) - 1, d = s === 0, f = s < 0, p = t % 2 != 0;
	return {
		nextN: c,
		offset: u,
		isZero: d,
		isNeg: f,
		isNegF: p,
		offsetF: l
	};
}
function iu(e, t) {
	if (!Array.isArray(e)) throw Error("array expected");
	e.forEach((e, n) => {
		if (!(e instanceof t)) throw Error("invalid point at index " + n);
	});
}
function au(e, t) {
	if (!Array.isArray(e)) throw Error("array of scalars expected");
	e.forEach((e, n) => {
		if (!t.isValid(e)) throw Error("invalid scalar at index " + n);
	});
}
function ou(e) {
	return pu.get(e) || 1;
}
function su(e, t) {
	return {
		constTimeNegate: eu,
		hasPrecomputes(e) {
			return ou(e) !== 1;
		},
		unsafeLadder(t, n, r = e.ZERO) {
			let i = t;
			for (; n > uu;) n & du && (r = r.add(i)), i = i.double(), n >>= du;
			return r;
		},
		precomputeWindow(e, n) {
			let { windows: r, windowSize: i } = nu(n, t), a = [], o = e, s = o;
			for (let e = 0; e < r; e++) {
				s = o, a.push(s);
				for (let e = 1; e < i; e++) s = s.add(o), a.push(s);
				o = s.double();
			}
			return a;
		},
		wNAF(n, r, i) {
			let a = e.ZERO, o = e.BASE, s = nu(n, t);
			for (let e = 0; e < s.windows; e++) {
				let { nextN: t, offset: n, isZero: c, isNeg: l, isNegF: u, offsetF: d } = ru(i, e, s);
				i = t, c ? o = o.add(eu(u, r[d])) : a = a.add(eu(l, r[n]));
			}
			return {
				p: a,
				f: o
			};
		},
		wNAFUnsafe(n, r, i, a = e.ZERO) {
			let o = nu(n, t);
			for (let e = 0; e < o.windows && i !== uu; e++) {
				let { nextN: t, offset: n, isZero: s, isNeg: c } = ru(i, e, o);
				if (i = t, !s) {
					let e = r[n];
					a = a.add(c ? e.negate() : e);
				}
			}
			return a;
		},
		getPrecomputes(e, t, n) {
			let r = fu.get(t);
			return r || (r = this.precomputeWindow(t, e), e !== 1 && fu.set(t, n(r))), r;
		},
		wNAFCached(e, t, n) {
			let r = ou(e);
			return this.wNAF(r, this.getPrecomputes(r, e, n), t);
		},
		wNAFCachedUnsafe(e, t, n, r) {
			let i = ou(e);
			return i === 1 ? this.unsafeLadder(e, t, r) : this.wNAFUnsafe(i, this.getPrecomputes(i, e, n), t, r);
		},
		setWindowSize(e, n) {
			tu(n, t), pu.set(e, n), fu.delete(e);
		}
	};
}
function cu(e, t, n, r) {
	iu(n, e), au(r, t);
	let i = n.length, a = r.length;
	if (i !== a) throw Error("arrays of points and scalars must have equal length");
	let o = e.ZERO, s = ml(BigInt(i)), c = 1;
	s > 12 ? c = s - 3 : s > 4 ? c = s - 2 : s > 0 && (c = 2);
	let l = wl(c), u = Array(Number(l) + 1).fill(o), d = Math.floor((t.BITS - 1) / c) * c, f = o;
	for (let e = d; e >= 0; e -= c) {
		u.fill(o);
		for (let t = 0; t < a; t++) {
			let i = r[t], a = Number(i >> BigInt(e) & l);
			u[a] = u[a].add(n[t]);
		}
		let t = o;
		for (let e = u.length - 1, n = o; e > 0; e--) n = n.add(u[e]), t = t.add(n);
		if (f = f.add(t), e !== 0) for (let e = 0; e < c; e++) f = f.double();
	}
	return f;
}
function lu(e) {
	return Il(e.Fp), gl(e, {
		n: "bigint",
		h: "bigint",
		Gx: "field",
		Gy: "field"
	}, {
		nBitLength: "isSafeInteger",
		nByteLength: "isSafeInteger"
	}), Object.freeze({
		...Bl(e.n, e.nBitLength),
		...e,
		p: e.Fp.ORDER
	});
}
var uu, du, fu, pu, mu = o((() => {
	$l(), Ol(), uu = BigInt(0), du = BigInt(1), fu = /* @__PURE__ */ new WeakMap(), pu = /* @__PURE__ */ new WeakMap();
}));
// node_modules/@walletconnect/utils/node_modules/viem/node_modules/@noble/curves/esm/abstract/weierstrass.js
function hu(e) {
	e.lowS !== void 0 && $c("lowS", e.lowS), e.prehash !== void 0 && $c("prehash", e.prehash);
}
function gu(e) {
	let t = lu(e);
	gl(t, {
		a: "field",
		b: "field"
	}, {
		allowInfinityPoint: "boolean",
		allowedPrivateKeyLengths: "array",
		clearCofactor: "function",
		fromBytes: "function",
		isTorsionFree: "function",
		toBytes: "function",
		wrapPrivateKey: "boolean"
	});
	let { endo: n, Fp: r, a: i } = t;
	if (n) {
		if (!r.eql(i, r.ZERO)) throw Error("invalid endo: CURVE.a must be 0");
		if (typeof n != "object" || typeof n.beta != "bigint" || typeof n.splitScalar != "function") throw Error("invalid endo: expected \"beta\": bigint and \"splitScalar\": function");
	}
	return Object.freeze({ ...t });
}
function _u(e, t) {
	return nl(sl(e, t));
}
function vu(e) {
	let t = gu(e), { Fp: n } = t, r = Vl(t.n, t.nBitLength), i = t.toBytes || ((e, t, r) => {
		let i = t.toAffine();
		return ul(Uint8Array.from([4]), n.toBytes(i.x), n.toBytes(i.y));
	}), a = t.fromBytes || ((e) => {
		let t = e.subarray(1);
		return {
			x: n.fromBytes(t.subarray(0, n.BYTES)),
			y: n.fromBytes(t.subarray(n.BYTES, 2 * n.BYTES))
		};
	});
	function o(e) {
		let { a: r, b: i } = t, a = n.sqr(e), o = n.mul(a, e);
		return n.add(n.add(o, n.mul(e, r)), i);
	}
	function s(e, t) {
		let r = n.sqr(t), i = o(e);
		return n.eql(r, i);
	}
	if (!s(t.Gx, t.Gy)) throw Error("bad curve params: generator point");
	let c = n.mul(n.pow(t.a, Du), Ou), l = n.mul(n.sqr(t.b), BigInt(27));
	if (n.is0(n.add(c, l))) throw Error("bad curve params: a or b");
	function u(e) {
		return fl(e, B, t.n);
	}
	function d(e) {
		let { allowedPrivateKeyLengths: n, nByteLength: r, wrapPrivateKey: i, n: a } = t;
		if (n && typeof e != "bigint") {
			if (Zc(e) && (e = nl(e)), typeof e != "string" || !n.includes(e.length)) throw Error("invalid private key");
			e = e.padStart(r * 2, "0");
		}
		let o;
		try {
			o = typeof e == "bigint" ? e : al(ll("private key", e, r));
		} catch {
			throw Error("invalid private key, expected hex or " + r + " bytes, got " + typeof e);
		}
		return i && (o = kl(o, a)), pl("private key", o, B, a), o;
	}
	function f(e) {
		if (!(e instanceof h)) throw Error("ProjectivePoint expected");
	}
	let p = _l((e, t) => {
		let { px: r, py: i, pz: a } = e;
		if (n.eql(a, n.ONE)) return {
			x: r,
			y: i
		};
		let o = e.is0();
		t ??= o ? n.ONE : n.inv(a);
		let s = n.mul(r, t), c = n.mul(i, t), l = n.mul(a, t);
		if (o) return {
			x: n.ZERO,
			y: n.ZERO
		};
		if (!n.eql(l, n.ONE)) throw Error("invZ was invalid");
		return {
			x: s,
			y: c
		};
	}), m = _l((e) => {
		if (e.is0()) {
			if (t.allowInfinityPoint && !n.is0(e.py)) return;
			throw Error("bad point: ZERO");
		}
		let { x: r, y: i } = e.toAffine();
		if (!n.isValid(r) || !n.isValid(i)) throw Error("bad point: x or y not FE");
		if (!s(r, i)) throw Error("bad point: equation left != right");
		if (!e.isTorsionFree()) throw Error("bad point: not in prime-order subgroup");
		return !0;
	});
	class h {
		constructor(e, t, r) {
			if (e == null || !n.isValid(e)) throw Error("x required");
			if (t == null || !n.isValid(t) || n.is0(t)) throw Error("y required");
			if (r == null || !n.isValid(r)) throw Error("z required");
			this.px = e, this.py = t, this.pz = r, Object.freeze(this);
		}
		static fromAffine(e) {
			let { x: t, y: r } = e || {};
			if (!e || !n.isValid(t) || !n.isValid(r)) throw Error("invalid affine point");
			if (e instanceof h) throw Error("projective point not allowed");
			let i = (e) => n.eql(e, n.ZERO);
			return i(t) && i(r) ? h.ZERO : new h(t, r, n.ONE);
		}
		get x() {
			return this.toAffine().x;
		}
		get y() {
			return this.toAffine().y;
		}
		static normalizeZ(e) {
			let t = Rl(n, e.map((e) => e.pz));
			return e.map((e, n) => e.toAffine(t[n])).map(h.fromAffine);
		}
		static fromHex(e) {
			let t = h.fromAffine(a(ll("pointHex", e)));
			return t.assertValidity(), t;
		}
		static fromPrivateKey(e) {
			return h.BASE.multiply(d(e));
		}
		static msm(e, t) {
			return cu(h, r, e, t);
		}
		_setWindowSize(e) {
			v.setWindowSize(this, e);
		}
		assertValidity() {
			m(this);
		}
		hasEvenY() {
			let { y: e } = this.toAffine();
			if (n.isOdd) return !n.isOdd(e);
			throw Error("Field doesn't support isOdd");
		}
		equals(e) {
			f(e);
			let { px: t, py: r, pz: i } = this, { px: a, py: o, pz: s } = e, c = n.eql(n.mul(t, s), n.mul(a, i)), l = n.eql(n.mul(r, s), n.mul(o, i));
			return c && l;
		}
		negate() {
			return new h(this.px, n.neg(this.py), this.pz);
		}
		double() {
			let { a: e, b: r } = t, i = n.mul(r, Du), { px: a, py: o, pz: s } = this, c = n.ZERO, l = n.ZERO, u = n.ZERO, d = n.mul(a, a), f = n.mul(o, o), p = n.mul(s, s), m = n.mul(a, o);
			return m = n.add(m, m), u = n.mul(a, s), u = n.add(u, u), c = n.mul(e, u), l = n.mul(i, p), l = n.add(c, l), c = n.sub(f, l), l = n.add(f, l), l = n.mul(c, l), c = n.mul(m, c), u = n.mul(i, u), p = n.mul(e, p), m = n.sub(d, p), m = n.mul(e, m), m = n.add(m, u), u = n.add(d, d), d = n.add(u, d), d = n.add(d, p), d = n.mul(d, m), l = n.add(l, d), p = n.mul(o, s), p = n.add(p, p), d = n.mul(p, m), c = n.sub(c, d), u = n.mul(p, f), u = n.add(u, u), u = n.add(u, u), new h(c, l, u);
		}
		add(e) {
			f(e);
			let { px: r, py: i, pz: a } = this, { px: o, py: s, pz: c } = e, l = n.ZERO, u = n.ZERO, d = n.ZERO, p = t.a, m = n.mul(t.b, Du), g = n.mul(r, o), _ = n.mul(i, s), v = n.mul(a, c), y = n.add(r, i), b = n.add(o, s);
			y = n.mul(y, b), b = n.add(g, _), y = n.sub(y, b), b = n.add(r, a);
			let x = n.add(o, c);
			return b = n.mul(b, x), x = n.add(g, v), b = n.sub(b, x), x = n.add(i, a), l = n.add(s, c), x = n.mul(x, l), l = n.add(_, v), x = n.sub(x, l), d = n.mul(p, b), l = n.mul(m, v), d = n.add(l, d), l = n.sub(_, d), d = n.add(_, d), u = n.mul(l, d), _ = n.add(g, g), _ = n.add(_, g), v = n.mul(p, v), b = n.mul(m, b), _ = n.add(_, v), v = n.sub(g, v), v = n.mul(p, v), b = n.add(b, v), g = n.mul(_, b), u = n.add(u, g), g = n.mul(x, b), l = n.mul(y, l), l = n.sub(l, g), g = n.mul(y, _), d = n.mul(x, d), d = n.add(d, g), new h(l, u, d);
		}
		subtract(e) {
			return this.add(e.negate());
		}
		is0() {
			return this.equals(h.ZERO);
		}
		wNAF(e) {
			return v.wNAFCached(this, e, h.normalizeZ);
		}
		multiplyUnsafe(e) {
			let { endo: r, n: i } = t;
			pl("scalar", e, Tu, i);
			let a = h.ZERO;
			if (e === Tu) return a;
			if (this.is0() || e === B) return this;
			if (!r || v.hasPrecomputes(this)) return v.wNAFCachedUnsafe(this, e, h.normalizeZ);
			let { k1neg: o, k1: s, k2neg: c, k2: l } = r.splitScalar(e), u = a, d = a, f = this;
			for (; s > Tu || l > Tu;) s & B && (u = u.add(f)), l & B && (d = d.add(f)), f = f.double(), s >>= B, l >>= B;
			return o && (u = u.negate()), c && (d = d.negate()), d = new h(n.mul(d.px, r.beta), d.py, d.pz), u.add(d);
		}
		multiply(e) {
			let { endo: r, n: i } = t;
			pl("scalar", e, B, i);
			let a, o;
			if (r) {
				let { k1neg: t, k1: i, k2neg: s, k2: c } = r.splitScalar(e), { p: l, f: u } = this.wNAF(i), { p: d, f } = this.wNAF(c);
				l = v.constTimeNegate(t, l), d = v.constTimeNegate(s, d), d = new h(n.mul(d.px, r.beta), d.py, d.pz), a = l.add(d), o = u.add(f);
			} else {
				let { p: t, f: n } = this.wNAF(e);
				a = t, o = n;
			}
			return h.normalizeZ([a, o])[0];
		}
		multiplyAndAddUnsafe(e, t, n) {
			let r = h.BASE, i = (e, t) => t === Tu || t === B || !e.equals(r) ? e.multiplyUnsafe(t) : e.multiply(t), a = i(this, t).add(i(e, n));
			return a.is0() ? void 0 : a;
		}
		toAffine(e) {
			return p(this, e);
		}
		isTorsionFree() {
			let { h: e, isTorsionFree: n } = t;
			if (e === B) return !0;
			if (n) return n(h, this);
			throw Error("isTorsionFree() has not been declared for the elliptic curve");
		}
		clearCofactor() {
			let { h: e, clearCofactor: n } = t;
			return e === B ? this : n ? n(h, this) : this.multiplyUnsafe(t.h);
		}
		toRawBytes(e = !0) {
			return $c("isCompressed", e), this.assertValidity(), i(h, this, e);
		}
		toHex(e = !0) {
			return $c("isCompressed", e), nl(this.toRawBytes(e));
		}
	}
	h.BASE = new h(t.Gx, t.Gy, n.ONE), h.ZERO = new h(n.ZERO, n.ONE, n.ZERO);
	let { endo: g, nBitLength: _ } = t, v = su(h, g ? Math.ceil(_ / 2) : _);
	return {
		CURVE: t,
		ProjectivePoint: h,
		normPrivateKeyToScalar: d,
		weierstrassEquation: o,
		isWithinCurveOrder: u
	};
}
function yu(e) {
	let t = lu(e);
	return gl(t, {
		hash: "hash",
		hmac: "function",
		randomBytes: "function"
	}, {
		bits2int: "function",
		bits2int_modN: "function",
		lowS: "boolean"
	}), Object.freeze({
		lowS: !0,
		...t
	});
}
function bu(e) {
	let t = yu(e), { Fp: n, n: r, nByteLength: i, nBitLength: a } = t, o = n.BYTES + 1, s = 2 * n.BYTES + 1;
	function c(e) {
		return kl(e, r);
	}
	function l(e) {
		return jl(e, r);
	}
	let { ProjectivePoint: u, normPrivateKeyToScalar: d, weierstrassEquation: f, isWithinCurveOrder: p } = vu({
		...t,
		toBytes(e, t, r) {
			let i = t.toAffine(), a = n.toBytes(i.x), o = ul;
			return $c("isCompressed", r), r ? o(Uint8Array.from([t.hasEvenY() ? 2 : 3]), a) : o(Uint8Array.from([4]), a, n.toBytes(i.y));
		},
		fromBytes(e) {
			let t = e.length, r = e[0], i = e.subarray(1);
			if (t === o && (r === 2 || r === 3)) {
				let e = al(i);
				if (!fl(e, B, n.ORDER)) throw Error("Point is not on curve");
				let t = f(e), a;
				try {
					a = n.sqrt(t);
				} catch (e) {
					let t = e instanceof Error ? ": " + e.message : "";
					throw Error("Point is not on curve" + t);
				}
				let o = (a & B) === B;
				return (r & 1) == 1 !== o && (a = n.neg(a)), {
					x: e,
					y: a
				};
			}
			if (t === s && r === 4) return {
				x: n.fromBytes(i.subarray(0, n.BYTES)),
				y: n.fromBytes(i.subarray(n.BYTES, 2 * n.BYTES))
			};
			{
				let e = o, n = s;
				throw Error("invalid Point, expected length of " + e + ", or uncompressed " + n + ", got " + t);
			}
		}
	});
	function m(e) {
		return e > r >> B;
	}
	function h(e) {
		return m(e) ? c(-e) : e;
	}
	let g = (e, t, n) => al(e.slice(t, n));
	class _ {
		constructor(e, t, n) {
			pl("r", e, B, r), pl("s", t, B, r), this.r = e, this.s = t, n != null && (this.recovery = n), Object.freeze(this);
		}
		static fromCompact(e) {
			let t = i;
			return e = ll("compactSignature", e, t * 2), new _(g(e, 0, t), g(e, t, 2 * t));
		}
		static fromDER(e) {
			let { r: t, s: n } = wu.toSig(ll("DER", e));
			return new _(t, n);
		}
		assertValidity() {}
		addRecoveryBit(e) {
			return new _(this.r, this.s, e);
		}
		recoverPublicKey(e) {
			let { r, s: i, recovery: a } = this, o = C(ll("msgHash", e));
			if (a == null || ![
				0,
				1,
				2,
				3
			].includes(a)) throw Error("recovery id invalid");
			let s = a === 2 || a === 3 ? r + t.n : r;
			if (s >= n.ORDER) throw Error("recovery id 2 or 3 invalid");
			let d = a & 1 ? "03" : "02", f = u.fromHex(d + _u(s, n.BYTES)), p = l(s), m = c(-o * p), h = c(i * p), g = u.BASE.multiplyAndAddUnsafe(f, m, h);
			if (!g) throw Error("point at infinify");
			return g.assertValidity(), g;
		}
		hasHighS() {
			return m(this.s);
		}
		normalizeS() {
			return this.hasHighS() ? new _(this.r, c(-this.s), this.recovery) : this;
		}
		toDERRawBytes() {
			return il(this.toDERHex());
		}
		toDERHex() {
			return wu.hexFromSig(this);
		}
		toCompactRawBytes() {
			return il(this.toCompactHex());
		}
		toCompactHex() {
			let e = i;
			return _u(this.r, e) + _u(this.s, e);
		}
	}
	let v = {
		isValidPrivateKey(e) {
			try {
				return d(e), !0;
			} catch {
				return !1;
			}
		},
		normPrivateKeyToScalar: d,
		randomPrivateKey: () => {
			let e = Ul(t.n);
			return Wl(t.randomBytes(e), t.n);
		},
		precompute(e = 8, t = u.BASE) {
			return t._setWindowSize(e), t.multiply(BigInt(3)), t;
		}
	};
	function y(e, t = !0) {
		return u.fromPrivateKey(e).toRawBytes(t);
	}
	function b(e) {
		if (typeof e == "bigint") return !1;
		if (e instanceof u) return !0;
		let r = ll("key", e).length, a = n.BYTES, o = a + 1, s = 2 * a + 1;
		if (!(t.allowedPrivateKeyLengths || i === o)) return r === o || r === s;
	}
	function x(e, t, n = !0) {
		if (b(e) === !0) throw Error("first arg must be private key");
		if (b(t) === !1) throw Error("second arg must be public key");
		return u.fromHex(t).multiply(d(e)).toRawBytes(n);
	}
	let S = t.bits2int || function(e) {
		if (e.length > 8192) throw Error("input is too large");
		let t = al(e), n = e.length * 8 - a;
		return n > 0 ? t >> BigInt(n) : t;
	}, C = t.bits2int_modN || function(e) {
		return c(S(e));
	}, w = wl(a);
	function T(e) {
		return pl("num < 2^" + a, e, Tu, w), sl(e, i);
	}
	function E(e, r, i = D) {
		if (["recovered", "canonical"].some((e) => e in i)) throw Error("sign() legacy options not supported");
		let { hash: a, randomBytes: o } = t, { lowS: s, prehash: f, extraEntropy: g } = i;
		s ??= !0, e = ll("msgHash", e), hu(i), f && (e = ll("prehashed msgHash", a(e)));
		let v = C(e), y = d(r), b = [T(y), T(v)];
		if (g != null && g !== !1) {
			let e = g === !0 ? o(n.BYTES) : g;
			b.push(ll("extraEntropy", e));
		}
		let x = ul(...b), w = v;
		function E(e) {
			let t = S(e);
			if (!p(t)) return;
			let n = l(t), r = u.BASE.multiply(t).toAffine(), i = c(r.x);
			if (i === Tu) return;
			let a = c(n * c(w + i * y));
			if (a === Tu) return;
			let o = (r.x === i ? 0 : 2) | Number(r.y & B), d = a;
			return s && m(a) && (d = h(a), o ^= 1), new _(i, d, o);
		}
		return {
			seed: x,
			k2sig: E
		};
	}
	let D = {
		lowS: t.lowS,
		prehash: !1
	}, O = {
		lowS: t.lowS,
		prehash: !1
	};
	function k(e, n, r = D) {
		let { seed: i, k2sig: a } = E(e, n, r), o = t;
		return hl(o.hash.outputLen, o.nByteLength, o.hmac)(i, a);
	}
	u.BASE._setWindowSize(8);
	function A(e, n, r, i = O) {
		let a = e;
		n = ll("msgHash", n), r = ll("publicKey", r);
		let { lowS: o, prehash: s, format: d } = i;
		if (hu(i), "strict" in i) throw Error("options.strict was renamed to lowS");
		if (d !== void 0 && d !== "compact" && d !== "der") throw Error("format must be compact or der");
		let f = typeof a == "string" || Zc(a), p = !f && !d && typeof a == "object" && !!a && typeof a.r == "bigint" && typeof a.s == "bigint";
		if (!f && !p) throw Error("invalid signature, expected Uint8Array, hex string or Signature instance");
		let m, h;
		try {
			if (p && (m = new _(a.r, a.s)), f) {
				try {
					d !== "compact" && (m = _.fromDER(a));
				} catch (e) {
					if (!(e instanceof wu.Err)) throw e;
				}
				!m && d !== "der" && (m = _.fromCompact(a));
			}
			h = u.fromHex(r);
		} catch {
			return !1;
		}
		if (!m || o && m.hasHighS()) return !1;
		s && (n = t.hash(n));
		let { r: g, s: v } = m, y = C(n), b = l(v), x = c(y * b), S = c(g * b), w = u.BASE.multiplyAndAddUnsafe(h, x, S)?.toAffine();
		return w ? c(w.x) === g : !1;
	}
	return {
		CURVE: t,
		getPublicKey: y,
		getSharedSecret: x,
		sign: k,
		verify: A,
		ProjectivePoint: u,
		Signature: _,
		utils: v
	};
}
function xu(e, t) {
	let n = e.ORDER, r = Tu;
	for (let e = n - B; e % Eu === Tu; e /= Eu) r += B;
	let i = r, a = Eu << i - B - B, o = a * Eu, s = (n - B) / o, c = (s - B) / Eu, l = o - B, u = a, d = e.pow(t, s), f = e.pow(t, (s + B) / Eu), p = (t, n) => {
		let r = d, a = e.pow(n, l), o = e.sqr(a);
		o = e.mul(o, n);
		let s = e.mul(t, o);
		s = e.pow(s, c), s = e.mul(s, a), a = e.mul(s, n), o = e.mul(s, t);
		let p = e.mul(o, a);
		s = e.pow(p, u);
		let m = e.eql(s, e.ONE);
		a = e.mul(o, f), s = e.mul(p, r), o = e.cmov(a, o, m), p = e.cmov(s, p, m);
		for (let t = i; t > B; t--) {
			let n = t - Eu;
			n = Eu << n - B;
			let i = e.pow(p, n), s = e.eql(i, e.ONE);
			a = e.mul(o, r), r = e.mul(r, r), i = e.mul(p, r), o = e.cmov(a, o, s), p = e.cmov(i, p, s);
		}
		return {
			isValid: m,
			value: o
		};
	};
	if (e.ORDER % Ou === Du) {
		let n = (e.ORDER - Du) / Ou, r = e.sqrt(e.neg(t));
		p = (t, i) => {
			let a = e.sqr(i), o = e.mul(t, i);
			a = e.mul(a, o);
			let s = e.pow(a, n);
			s = e.mul(s, o);
			let c = e.mul(s, r), l = e.mul(e.sqr(s), i), u = e.eql(l, t);
			return {
				isValid: u,
				value: e.cmov(c, s, u)
			};
		};
	}
	return p;
}
function Su(e, t) {
	if (Il(e), !e.isValid(t.A) || !e.isValid(t.B) || !e.isValid(t.Z)) throw Error("mapToCurveSimpleSWU: invalid opts");
	let n = xu(e, t.Z);
	if (!e.isOdd) throw Error("Fp.isOdd is not implemented!");
	return (r) => {
		let i, a, o, s, c, l, u, d;
		i = e.sqr(r), i = e.mul(i, t.Z), a = e.sqr(i), a = e.add(a, i), o = e.add(a, e.ONE), o = e.mul(o, t.B), s = e.cmov(t.Z, e.neg(a), !e.eql(a, e.ZERO)), s = e.mul(s, t.A), a = e.sqr(o), l = e.sqr(s), c = e.mul(l, t.A), a = e.add(a, c), a = e.mul(a, o), l = e.mul(l, s), c = e.mul(l, t.B), a = e.add(a, c), u = e.mul(i, o);
		let { isValid: f, value: p } = n(a, l);
		d = e.mul(i, r), d = e.mul(d, p), u = e.cmov(u, o, f), d = e.cmov(d, p, f);
		let m = e.isOdd(r) === e.isOdd(d);
		d = e.cmov(e.neg(d), d, m);
		let h = Rl(e, [s], !0)[0];
		return u = e.mul(u, h), {
			x: u,
			y: d
		};
	};
}
var Cu, wu, Tu, B, Eu, Du, Ou, ku = o((() => {
	mu(), $l(), Ol(), Cu = class extends Error {
		constructor(e = "") {
			super(e);
		}
	}, wu = {
		Err: Cu,
		_tlv: {
			encode: (e, t) => {
				let { Err: n } = wu;
				if (e < 0 || e > 256) throw new n("tlv.encode: wrong tag");
				if (t.length & 1) throw new n("tlv.encode: unpadded data");
				let r = t.length / 2, i = el(r);
				if (i.length / 2 & 128) throw new n("tlv.encode: long form length too big");
				let a = r > 127 ? el(i.length / 2 | 128) : "";
				return el(e) + a + i + t;
			},
			decode(e, t) {
				let { Err: n } = wu, r = 0;
				if (e < 0 || e > 256) throw new n("tlv.encode: wrong tag");
				if (t.length < 2 || t[r++] !== e) throw new n("tlv.decode: wrong tlv");
				let i = t[r++], a = !!(i & 128), o = 0;
				if (!a) o = i;
				else {
					let e = i & 127;
					if (!e) throw new n("tlv.decode(long): indefinite length not supported");
					if (e > 4) throw new n("tlv.decode(long): byte length is too big");
					let a = t.subarray(r, r + e);
					if (a.length !== e) throw new n("tlv.decode: length bytes not complete");
					if (a[0] === 0) throw new n("tlv.decode(long): zero leftmost byte");
					for (let e of a) o = o << 8 | e;
					if (r += e, o < 128) throw new n("tlv.decode(long): not minimal encoding");
				}
				let s = t.subarray(r, r + o);
				if (s.length !== o) throw new n("tlv.decode: wrong value length");
				return {
					v: s,
					l: t.subarray(r + o)
				};
			}
		},
		_int: {
			encode(e) {
				let { Err: t } = wu;
				if (e < Tu) throw new t("integer: negative integers are not allowed");
				let n = el(e);
				if (Number.parseInt(n[0], 16) & 8 && (n = "00" + n), n.length & 1) throw new t("unexpected DER parsing assertion: unpadded hex");
				return n;
			},
			decode(e) {
				let { Err: t } = wu;
				if (e[0] & 128) throw new t("invalid signature integer: negative");
				if (e[0] === 0 && !(e[1] & 128)) throw new t("invalid signature integer: unnecessary leading zero");
				return al(e);
			}
		},
		toSig(e) {
			let { Err: t, _int: n, _tlv: r } = wu, i = ll("signature", e), { v: a, l: o } = r.decode(48, i);
			if (o.length) throw new t("invalid signature: left bytes after parsing");
			let { v: s, l: c } = r.decode(2, a), { v: l, l: u } = r.decode(2, c);
			if (u.length) throw new t("invalid signature: left bytes after parsing");
			return {
				r: n.decode(s),
				s: n.decode(l)
			};
		},
		hexFromSig(e) {
			let { _tlv: t, _int: n } = wu, r = t.encode(2, n.encode(e.r)) + t.encode(2, n.encode(e.s));
			return t.encode(48, r);
		}
	}, Tu = BigInt(0), B = BigInt(1), Eu = BigInt(2), Du = BigInt(3), Ou = BigInt(4);
}));
// node_modules/@walletconnect/utils/node_modules/viem/node_modules/@noble/curves/esm/_shortw_utils.js
function Au(e) {
	return {
		hash: e,
		hmac: (t, ...n) => Yc(e, t, ic(...n)),
		randomBytes: oc
	};
}
function ju(e, t) {
	let n = (t) => bu({
		...e,
		...Au(t)
	});
	return {
		...n(t),
		create: n
	};
}
var Mu = o((() => {
	Xc(), uc(), ku();
}));
// node_modules/@walletconnect/utils/node_modules/viem/node_modules/@noble/curves/esm/abstract/hash-to-curve.js
function Nu(e, t) {
	if (Fu(e), Fu(t), e < 0 || e >= 1 << 8 * t) throw Error("invalid I2OSP input: " + e);
	let n = Array.from({ length: t }).fill(0);
	for (let r = t - 1; r >= 0; r--) n[r] = e & 255, e >>>= 8;
	return new Uint8Array(n);
}
function Pu(e, t) {
	let n = new Uint8Array(e.length);
	for (let r = 0; r < e.length; r++) n[r] = e[r] ^ t[r];
	return n;
}
function Fu(e) {
	if (!Number.isSafeInteger(e)) throw Error("number expected");
}
function Iu(e, t, n, r) {
	Qc(e), Qc(t), Fu(n), t.length > 255 && (t = r(ul(dl("H2C-OVERSIZE-DST-"), t)));
	let { outputLen: i, blockLen: a } = r, o = Math.ceil(n / i);
	if (n > 65535 || o > 255) throw Error("expand_message_xmd: invalid lenInBytes");
	let s = ul(t, Nu(t.length, 1)), c = Nu(0, a), l = Nu(n, 2), u = Array(o), d = r(ul(c, e, l, Nu(0, 1), s));
	u[0] = r(ul(d, Nu(1, 1), s));
	for (let e = 1; e <= o; e++) {
		let t = [
			Pu(d, u[e - 1]),
			Nu(e + 1, 1),
			s
		];
		u[e] = r(ul(...t));
	}
	return ul(...u).slice(0, n);
}
function Lu(e, t, n, r, i) {
	if (Qc(e), Qc(t), Fu(n), t.length > 255) {
		let e = Math.ceil(2 * r / 8);
		t = i.create({ dkLen: e }).update(dl("H2C-OVERSIZE-DST-")).update(t).digest();
	}
	if (n > 65535 || t.length > 255) throw Error("expand_message_xof: invalid lenInBytes");
	return i.create({ dkLen: n }).update(e).update(Nu(n, 2)).update(t).update(Nu(t.length, 1)).digest();
}
function Ru(e, t, n) {
	gl(n, {
		DST: "stringOrUint8Array",
		p: "bigint",
		m: "isSafeInteger",
		k: "isSafeInteger",
		hash: "hash"
	});
	let { p: r, k: i, m: a, hash: o, expand: s, DST: c } = n;
	Qc(e), Fu(t);
	let l = typeof c == "string" ? dl(c) : c, u = r.toString(2).length, d = Math.ceil((u + i) / 8), f = t * a * d, p;
	if (s === "xmd") p = Iu(e, l, f, o);
	else if (s === "xof") p = Lu(e, l, f, i, o);
	else if (s === "_internal_pass") p = e;
	else throw Error("expand must be \"xmd\" or \"xof\"");
	let m = Array(t);
	for (let e = 0; e < t; e++) {
		let t = Array(a);
		for (let n = 0; n < a; n++) {
			let i = d * (n + e * a), o = p.subarray(i, i + d);
			t[n] = kl(Vu(o), r);
		}
		m[e] = t;
	}
	return m;
}
function zu(e, t) {
	let n = t.map((e) => Array.from(e).reverse());
	return (t, r) => {
		let [i, a, o, s] = n.map((n) => n.reduce((n, r) => e.add(e.mul(n, t), r))), [c, l] = Rl(e, [a, s], !0);
		return t = e.mul(i, c), r = e.mul(r, e.mul(o, l)), {
			x: t,
			y: r
		};
	};
}
function Bu(e, t, n) {
	if (typeof t != "function") throw Error("mapToCurve() must be defined");
	function r(n) {
		return e.fromAffine(t(n));
	}
	function i(t) {
		let n = t.clearCofactor();
		return n.equals(e.ZERO) ? e.ZERO : (n.assertValidity(), n);
	}
	return {
		defaults: n,
		hashToCurve(e, t) {
			let a = Ru(e, 2, {
				...n,
				DST: n.DST,
				...t
			}), o = r(a[0]), s = r(a[1]);
			return i(o.add(s));
		},
		encodeToCurve(e, t) {
			return i(r(Ru(e, 1, {
				...n,
				DST: n.encodeDST,
				...t
			})[0]));
		},
		mapToCurve(e) {
			if (!Array.isArray(e)) throw Error("expected array of bigints");
			for (let t of e) if (typeof t != "bigint") throw Error("expected array of bigints");
			return i(r(e));
		}
	};
}
var Vu, Hu = o((() => {
	$l(), Ol(), Vu = al;
})), Uu = /* @__PURE__ */ c({
	encodeToCurve: () => yd,
	hashToCurve: () => vd,
	schnorr: () => md,
	secp256k1: () => ad,
	secp256k1_hasher: () => _d
});
function Wu(e) {
	let t = Qu, n = BigInt(3), r = BigInt(6), i = BigInt(11), a = BigInt(22), o = BigInt(23), s = BigInt(44), c = BigInt(88), l = e * e * e % t, u = l * l * e % t, d = Al(Al(Al(u, n, t) * u % t, n, t) * u % t, nd, t) * l % t, f = Al(d, i, t) * d % t, p = Al(f, a, t) * f % t, m = Al(p, s, t) * p % t, h = Al(Al(Al(Al(Al(Al(m, c, t) * m % t, s, t) * p % t, n, t) * u % t, o, t) * f % t, r, t) * l % t, nd, t);
	if (!id.eql(id.sqr(h), e)) throw Error("Cannot find square root");
	return h;
}
function Gu(e, ...t) {
	let n = od[e];
	if (n === void 0) {
		let t = Kc(Uint8Array.from(e, (e) => e.charCodeAt(0)));
		n = ul(t, t), od[e] = n;
	}
	return Kc(ul(n, ...t));
}
function Ku(e) {
	let t = ad.utils.normPrivateKeyToScalar(e), n = dd.fromPrivateKey(t);
	return {
		scalar: n.hasEvenY() ? t : ud(-t),
		bytes: sd(n)
	};
}
function qu(e) {
	pl("x", e, td, Qu);
	let t = ld(e * e), n = Wu(ld(t * e + BigInt(7)));
	n % nd !== ed && (n = ld(-n));
	let r = new dd(e, n, td);
	return r.assertValidity(), r;
}
function Ju(...e) {
	return ud(pd(Gu("BIP0340/challenge", ...e)));
}
function Yu(e) {
	return Ku(e).bytes;
}
function Xu(e, t, n = oc(32)) {
	let r = ll("message", e), { bytes: i, scalar: a } = Ku(t), o = ll("auxRand", n, 32), s = Gu("BIP0340/nonce", cd(a ^ pd(Gu("BIP0340/aux", o))), i, r), c = ud(pd(s));
	if (c === ed) throw Error("sign failed: k is zero");
	let { bytes: l, scalar: u } = Ku(c), d = Ju(l, i, r), f = /* @__PURE__ */ new Uint8Array(64);
	if (f.set(l, 0), f.set(cd(ud(u + d * a)), 32), !Zu(f, r, i)) throw Error("sign: Invalid signature produced");
	return f;
}
function Zu(e, t, n) {
	let r = ll("signature", e, 64), i = ll("message", t), a = ll("publicKey", n, 32);
	try {
		let e = qu(pd(a)), t = pd(r.subarray(0, 32));
		if (!fl(t, td, Qu)) return !1;
		let n = pd(r.subarray(32, 64));
		if (!fl(n, td, $u)) return !1;
		let o = Ju(cd(t), sd(e), i), s = fd(e, n, ud(-o));
		return !(!s || !s.hasEvenY() || s.toAffine().x !== t);
	} catch {
		return !1;
	}
}
var Qu, $u, ed, td, nd, rd, id, ad, od, sd, cd, ld, ud, dd, fd, pd, md, hd, gd, _d, vd, yd, bd = o((() => {
	qc(), uc(), Mu(), Hu(), $l(), Ol(), ku(), Qu = BigInt("0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"), $u = BigInt("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"), ed = BigInt(0), td = BigInt(1), nd = BigInt(2), rd = (e, t) => (e + t / nd) / t, id = Vl(Qu, void 0, void 0, { sqrt: Wu }), ad = ju({
		a: ed,
		b: BigInt(7),
		Fp: id,
		n: $u,
		Gx: BigInt("55066263022277343669578718895168534326250603453777594175500187360389116729240"),
		Gy: BigInt("32670510020758816978083085130507043184471273380659243275938904335757337482424"),
		h: BigInt(1),
		lowS: !0,
		endo: {
			beta: BigInt("0x7ae96a2b657c07106e64479eac3434e99cf0497512f58995c1396c28719501ee"),
			splitScalar: (e) => {
				let t = $u, n = BigInt("0x3086d221a7d46bcde86c90e49284eb15"), r = -td * BigInt("0xe4437ed6010e88286f547fa90abfe4c3"), i = BigInt("0x114ca50f7a8e2f3f657c1108d9d44cfd8"), a = n, o = BigInt("0x100000000000000000000000000000000"), s = rd(a * e, t), c = rd(-r * e, t), l = kl(e - s * n - c * i, t), u = kl(-s * r - c * a, t), d = l > o, f = u > o;
				if (d && (l = t - l), f && (u = t - u), l > o || u > o) throw Error("splitScalar: Endomorphism failed, k=" + e);
				return {
					k1neg: d,
					k1: l,
					k2neg: f,
					k2: u
				};
			}
		}
	}, Kc), od = {}, sd = (e) => e.toRawBytes(!0).slice(1), cd = (e) => sl(e, 32), ld = (e) => kl(e, Qu), ud = (e) => kl(e, $u), dd = ad.ProjectivePoint, fd = (e, t, n) => dd.BASE.multiplyAndAddUnsafe(e, t, n), pd = al, md = {
		getPublicKey: Yu,
		sign: Xu,
		verify: Zu,
		utils: {
			randomPrivateKey: ad.utils.randomPrivateKey,
			lift_x: qu,
			pointToBytes: sd,
			numberToBytesBE: sl,
			bytesToNumberBE: al,
			taggedHash: Gu,
			mod: kl
		}
	}, hd = /* @__PURE__ */ zu(id, [
		[
			"0x8e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38daaaaa8c7",
			"0x7d3d4c80bc321d5b9f315cea7fd44c5d595d2fc0bf63b92dfff1044f17c6581",
			"0x534c328d23f234e6e2a413deca25caece4506144037c40314ecbd0b53d9dd262",
			"0x8e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38daaaaa88c"
		],
		[
			"0xd35771193d94918a9ca34ccbb7b640dd86cd409542f8487d9fe6b745781eb49b",
			"0xedadc6f64383dc1df7c4b2d51b54225406d36b641f5e41bbc52a56612a8c6d14",
			"0x0000000000000000000000000000000000000000000000000000000000000001"
		],
		[
			"0x4bda12f684bda12f684bda12f684bda12f684bda12f684bda12f684b8e38e23c",
			"0xc75e0c32d5cb7c0fa9d0a54b12a0a6d5647ab046d686da6fdffc90fc201d71a3",
			"0x29a6194691f91a73715209ef6512e576722830a201be2018a765e85a9ecee931",
			"0x2f684bda12f684bda12f684bda12f684bda12f684bda12f684bda12f38e38d84"
		],
		[
			"0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffff93b",
			"0x7a06534bb8bdb49fd5e9e6632722c2989467c1bfc8e8d978dfb425d2685c2573",
			"0x6484aa716545ca2cf3a70c3fa8fe337e0a3d21162f0d6299a7bf8192bfd2a76f",
			"0x0000000000000000000000000000000000000000000000000000000000000001"
		]
	].map((e) => e.map((e) => BigInt(e)))), gd = /* @__PURE__ */ Su(id, {
		A: BigInt("0x3f8731abdd661adca08a5558f0f5d272e953d363cb6f0e5d405447c01a444533"),
		B: BigInt("1771"),
		Z: id.create(BigInt("-11"))
	}), _d = /* @__PURE__ */ Bu(ad.ProjectivePoint, (e) => {
		let { x: t, y: n } = gd(id.create(e[0]));
		return hd(t, n);
	}, {
		DST: "secp256k1_XMD:SHA-256_SSWU_RO_",
		encodeDST: "secp256k1_XMD:SHA-256_SSWU_NU_",
		p: id.ORDER,
		m: 1,
		k: 128,
		expand: "xmd",
		hash: Kc
	}), vd = _d.hashToCurve, yd = _d.encodeToCurve;
}));
Jo(), Xo(), hs(), Cs();
async function xd({ hash: e, signature: t }) {
	let n = qo(e) ? e : gs(e), { secp256k1: r } = await Promise.resolve().then(() => (bd(), Uu));
	return `0x${(() => {
		if (typeof t == "object" && "r" in t && "s" in t) {
			let { r: e, s: n, v: i, yParity: a } = t, o = Sd(Number(a ?? i));
			return new r.Signature(ps(e), ps(n)).addRecoveryBit(o);
		}
		let e = qo(t) ? t : gs(t);
		if (Yo(e) !== 65) throw Error("invalid signature length");
		let n = Sd(ms(`0x${e.slice(130)}`));
		return r.Signature.fromCompact(e.substring(2, 130)).addRecoveryBit(n);
	})().recoverPublicKey(n.substring(2)).toHex(!1)}`;
}
function Sd(e) {
	if (e === 0 || e === 1) return e;
	if (e === 27) return 0;
	if (e === 28) return 1;
	throw Error("Invalid yParityOrV value");
}
// node_modules/@walletconnect/utils/node_modules/viem/_esm/utils/signature/recoverAddress.js
async function Cd({ hash: e, signature: t }) {
	return Ic(await xd({
		hash: e,
		signature: t
	}));
}
// node_modules/base-x/src/esm/index.js
var wd = Go(), Td = Ko();
function Ed(e) {
	if (e.length >= 255) throw TypeError("Alphabet too long");
	let t = /* @__PURE__ */ new Uint8Array(256);
	for (let e = 0; e < t.length; e++) t[e] = 255;
	for (let n = 0; n < e.length; n++) {
		let r = e.charAt(n), i = r.charCodeAt(0);
		if (t[i] !== 255) throw TypeError(r + " is ambiguous");
		t[i] = n;
	}
	let n = e.length, r = e.charAt(0), i = Math.log(n) / Math.log(256), a = Math.log(256) / Math.log(n);
	function o(t) {
		if (t instanceof Uint8Array || (ArrayBuffer.isView(t) ? t = new Uint8Array(t.buffer, t.byteOffset, t.byteLength) : Array.isArray(t) && (t = Uint8Array.from(t))), !(t instanceof Uint8Array)) throw TypeError("Expected Uint8Array");
		if (t.length === 0) return "";
		let i = 0, o = 0, s = 0, c = t.length;
		for (; s !== c && t[s] === 0;) s++, i++;
		let l = (c - s) * a + 1 >>> 0, u = new Uint8Array(l);
		for (; s !== c;) {
			let e = t[s], r = 0;
			for (let t = l - 1; (e !== 0 || r < o) && t !== -1; t--, r++) e += 256 * u[t] >>> 0, u[t] = e % n >>> 0, e = e / n >>> 0;
			if (e !== 0) throw Error("Non-zero carry");
			o = r, s++;
		}
		let d = l - o;
		for (; d !== l && u[d] === 0;) d++;
		let f = r.repeat(i);
		for (; d < l; ++d) f += e.charAt(u[d]);
		return f;
	}
	function s(e) {
		if (typeof e != "string") throw TypeError("Expected String");
		if (e.length === 0) return /* @__PURE__ */ new Uint8Array();
		let a = 0, o = 0, s = 0;
		for (; e[a] === r;) o++, a++;
		let c = (e.length - a) * i + 1 >>> 0, l = new Uint8Array(c);
		for (; a < e.length;) {
			let r = e.charCodeAt(a);
			if (r > 255) return;
			let i = t[r];
			if (i === 255) return;
			let o = 0;
			for (let e = c - 1; (i !== 0 || o < s) && e !== -1; e--, o++) i += n * l[e] >>> 0, l[e] = i % 256 >>> 0, i = i / 256 >>> 0;
			if (i !== 0) throw Error("Non-zero carry");
			s = o, a++;
		}
		let u = c - s;
		for (; u !== c && l[u] === 0;) u++;
		let d = new Uint8Array(o + (c - u)), f = o;
		for (; u !== c;) d[f++] = l[u++];
		return d;
	}
	function c(e) {
		let t = s(e);
		if (t) return t;
		throw Error("Non-base" + n + " character");
	}
	return {
		encode: o,
		decodeUnsafe: s,
		decode: c
	};
}
var Dd = Ed("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");
// node_modules/@msgpack/msgpack/dist.esm/utils/utf8.mjs
function Od(e) {
	let t = e.length, n = 0, r = 0;
	for (; r < t;) {
		let i = e.charCodeAt(r++);
		if (!(i & 4294967168)) n++;
		else if (!(i & 4294965248)) n += 2;
		else {
			if (i >= 55296 && i <= 56319 && r < t) {
				let t = e.charCodeAt(r);
				(t & 64512) == 56320 && (++r, i = ((i & 1023) << 10) + (t & 1023) + 65536);
			}
			i & 4294901760 ? n += 4 : n += 3;
		}
	}
	return n;
}
function kd(e, t, n) {
	let r = e.length, i = n, a = 0;
	for (; a < r;) {
		let n = e.charCodeAt(a++);
		if (!(n & 4294967168)) t[i++] = n;
		else {
			if (!(n & 4294965248)) t[i++] = n >> 6 & 31 | 192;
			else {
				if (n >= 55296 && n <= 56319 && a < r) {
					let t = e.charCodeAt(a);
					(t & 64512) == 56320 && (++a, n = ((n & 1023) << 10) + (t & 1023) + 65536);
				}
				n & 4294901760 ? (t[i++] = n >> 18 & 7 | 240, t[i++] = n >> 12 & 63 | 128, t[i++] = n >> 6 & 63 | 128) : (t[i++] = n >> 12 & 15 | 224, t[i++] = n >> 6 & 63 | 128);
			}
			t[i++] = n & 63 | 128;
		}
	}
}
var Ad = new TextEncoder(), jd = 50;
function Md(e, t, n) {
	Ad.encodeInto(e, t.subarray(n));
}
function Nd(e, t, n) {
	e.length > jd ? Md(e, t, n) : kd(e, t, n);
}
var Pd = 4096;
function Fd(e, t, n) {
	let r = t, i = r + n, a = [], o = "";
	for (; r < i;) {
		let t = e[r++];
		if (!(t & 128)) a.push(t);
		else if ((t & 224) == 192) {
			let n = e[r++] & 63;
			a.push((t & 31) << 6 | n);
		} else if ((t & 240) == 224) {
			let n = e[r++] & 63, i = e[r++] & 63;
			a.push((t & 31) << 12 | n << 6 | i);
		} else if ((t & 248) == 240) {
			let n = e[r++] & 63, i = e[r++] & 63, o = e[r++] & 63, s = (t & 7) << 18 | n << 12 | i << 6 | o;
			s > 65535 && (s -= 65536, a.push(s >>> 10 & 1023 | 55296), s = 56320 | s & 1023), a.push(s);
		} else a.push(t);
		a.length >= Pd && (o += String.fromCharCode(...a), a.length = 0);
	}
	return a.length > 0 && (o += String.fromCharCode(...a)), o;
}
var Id = new TextDecoder(), Ld = 200;
function Rd(e, t, n) {
	let r = e.subarray(t, t + n);
	return Id.decode(r);
}
function zd(e, t, n) {
	return n > Ld ? Rd(e, t, n) : Fd(e, t, n);
}
// node_modules/@msgpack/msgpack/dist.esm/ExtData.mjs
var Bd = class {
	constructor(e, t) {
		this.type = e, this.data = t;
	}
}, Vd = class e extends Error {
	constructor(t) {
		super(t);
		let n = Object.create(e.prototype);
		Object.setPrototypeOf(this, n), Object.defineProperty(this, "name", {
			configurable: !0,
			enumerable: !1,
			value: e.name
		});
	}
};
function Hd(e, t, n) {
	let r = n / 4294967296, i = n;
	e.setUint32(t, r), e.setUint32(t + 4, i);
}
function Ud(e, t, n) {
	let r = Math.floor(n / 4294967296), i = n;
	e.setUint32(t, r), e.setUint32(t + 4, i);
}
function Wd(e, t) {
	let n = e.getInt32(t), r = e.getUint32(t + 4);
	return n * 4294967296 + r;
}
function Gd(e, t) {
	let n = e.getUint32(t), r = e.getUint32(t + 4);
	return n * 4294967296 + r;
}
var Kd = 4294967295, qd = 17179869183;
function Jd({ sec: e, nsec: t }) {
	if (e >= 0 && t >= 0 && e <= qd) {
		if (t === 0 && e <= Kd) {
			let t = /* @__PURE__ */ new Uint8Array(4);
			return new DataView(t.buffer).setUint32(0, e), t;
		}
		{
			let n = e / 4294967296, r = e | 0, i = /* @__PURE__ */ new Uint8Array(8), a = new DataView(i.buffer);
			return a.setUint32(0, t << 2 | n & 3), a.setUint32(4, r), i;
		}
	}
	{
		let n = /* @__PURE__ */ new Uint8Array(12), r = new DataView(n.buffer);
		return r.setUint32(0, t), Ud(r, 4, e), n;
	}
}
function Yd(e) {
	let t = e.getTime(), n = Math.floor(t / 1e3), r = (t - n * 1e3) * 1e6, i = Math.floor(r / 1e9);
	return {
		sec: n + i,
		nsec: r - i * 1e9
	};
}
function Xd(e) {
	return e instanceof Date ? Jd(Yd(e)) : null;
}
function Zd(e) {
	let t = new DataView(e.buffer, e.byteOffset, e.byteLength);
	switch (e.byteLength) {
		case 4: return {
			sec: t.getUint32(0),
			nsec: 0
		};
		case 8: {
			let e = t.getUint32(0), n = t.getUint32(4);
			return {
				sec: (e & 3) * 4294967296 + n,
				nsec: e >>> 2
			};
		}
		case 12: return {
			sec: Wd(t, 4),
			nsec: t.getUint32(0)
		};
		default: throw new Vd(`Unrecognized data size for timestamp (expected 4, 8, or 12): ${e.length}`);
	}
}
function Qd(e) {
	let t = Zd(e);
	return /* @__PURE__ */ new Date(t.sec * 1e3 + t.nsec / 1e6);
}
var $d = {
	type: -1,
	encode: Xd,
	decode: Qd
}, ef = class {
	constructor() {
		this.builtInEncoders = [], this.builtInDecoders = [], this.encoders = [], this.decoders = [], this.register($d);
	}
	register({ type: e, encode: t, decode: n }) {
		if (e >= 0) this.encoders[e] = t, this.decoders[e] = n;
		else {
			let r = -1 - e;
			this.builtInEncoders[r] = t, this.builtInDecoders[r] = n;
		}
	}
	tryToEncode(e, t) {
		for (let n = 0; n < this.builtInEncoders.length; n++) {
			let r = this.builtInEncoders[n];
			if (r != null) {
				let i = r(e, t);
				if (i != null) return new Bd(-1 - n, i);
			}
		}
		for (let n = 0; n < this.encoders.length; n++) {
			let r = this.encoders[n];
			if (r != null) {
				let i = r(e, t);
				if (i != null) return new Bd(n, i);
			}
		}
		return e instanceof Bd ? e : null;
	}
	decode(e, t, n) {
		let r = t < 0 ? this.builtInDecoders[-1 - t] : this.decoders[t];
		return r ? r(e, t, n) : new Bd(t, e);
	}
};
ef.defaultCodec = new ef();
// node_modules/@msgpack/msgpack/dist.esm/utils/typedArrays.mjs
function tf(e) {
	return e instanceof ArrayBuffer || typeof SharedArrayBuffer < "u" && e instanceof SharedArrayBuffer;
}
function nf(e) {
	return e instanceof Uint8Array ? e : ArrayBuffer.isView(e) ? new Uint8Array(e.buffer, e.byteOffset, e.byteLength) : tf(e) ? new Uint8Array(e) : Uint8Array.from(e);
}
var rf = class e {
	constructor(e) {
		this.entered = !1, this.extensionCodec = e?.extensionCodec ?? ef.defaultCodec, this.context = e?.context, this.useBigInt64 = e?.useBigInt64 ?? !1, this.maxDepth = e?.maxDepth ?? 100, this.initialBufferSize = e?.initialBufferSize ?? 2048, this.sortKeys = e?.sortKeys ?? !1, this.forceFloat32 = e?.forceFloat32 ?? !1, this.ignoreUndefined = e?.ignoreUndefined ?? !1, this.forceIntegerToFloat = e?.forceIntegerToFloat ?? !1, this.pos = 0, this.view = new DataView(new ArrayBuffer(this.initialBufferSize)), this.bytes = new Uint8Array(this.view.buffer);
	}
	clone() {
		return new e({
			extensionCodec: this.extensionCodec,
			context: this.context,
			useBigInt64: this.useBigInt64,
			maxDepth: this.maxDepth,
			initialBufferSize: this.initialBufferSize,
			sortKeys: this.sortKeys,
			forceFloat32: this.forceFloat32,
			ignoreUndefined: this.ignoreUndefined,
			forceIntegerToFloat: this.forceIntegerToFloat
		});
	}
	reinitializeState() {
		this.pos = 0;
	}
	encodeSharedRef(e) {
		if (this.entered) return this.clone().encodeSharedRef(e);
		try {
			return this.entered = !0, this.reinitializeState(), this.doEncode(e, 1), this.bytes.subarray(0, this.pos);
		} finally {
			this.entered = !1;
		}
	}
	encode(e) {
		if (this.entered) return this.clone().encode(e);
		try {
			return this.entered = !0, this.reinitializeState(), this.doEncode(e, 1), this.bytes.slice(0, this.pos);
		} finally {
			this.entered = !1;
		}
	}
	doEncode(e, t) {
		if (t > this.maxDepth) throw Error(`Too deep objects in depth ${t}`);
		e == null ? this.encodeNil() : typeof e == "boolean" ? this.encodeBoolean(e) : typeof e == "number" ? this.forceIntegerToFloat ? this.encodeNumberAsFloat(e) : this.encodeNumber(e) : typeof e == "string" ? this.encodeString(e) : this.useBigInt64 && typeof e == "bigint" ? this.encodeBigInt64(e) : this.encodeObject(e, t);
	}
	ensureBufferSizeToWrite(e) {
		let t = this.pos + e;
		this.view.byteLength < t && this.resizeBuffer(t * 2);
	}
	resizeBuffer(e) {
		let t = new ArrayBuffer(e), n = new Uint8Array(t), r = new DataView(t);
		n.set(this.bytes), this.view = r, this.bytes = n;
	}
	encodeNil() {
		this.writeU8(192);
	}
	encodeBoolean(e) {
		e === !1 ? this.writeU8(194) : this.writeU8(195);
	}
	encodeNumber(e) {
		!this.forceIntegerToFloat && Number.isSafeInteger(e) ? e >= 0 ? e < 128 ? this.writeU8(e) : e < 256 ? (this.writeU8(204), this.writeU8(e)) : e < 65536 ? (this.writeU8(205), this.writeU16(e)) : e < 4294967296 ? (this.writeU8(206), this.writeU32(e)) : this.useBigInt64 ? this.encodeNumberAsFloat(e) : (this.writeU8(207), this.writeU64(e)) : e >= -32 ? this.writeU8(224 | e + 32) : e >= -128 ? (this.writeU8(208), this.writeI8(e)) : e >= -32768 ? (this.writeU8(209), this.writeI16(e)) : e >= -2147483648 ? (this.writeU8(210), this.writeI32(e)) : this.useBigInt64 ? this.encodeNumberAsFloat(e) : (this.writeU8(211), this.writeI64(e)) : this.encodeNumberAsFloat(e);
	}
	encodeNumberAsFloat(e) {
		this.forceFloat32 ? (this.writeU8(202), this.writeF32(e)) : (this.writeU8(203), this.writeF64(e));
	}
	encodeBigInt64(e) {
		e >= BigInt(0) ? (this.writeU8(207), this.writeBigUint64(e)) : (this.writeU8(211), this.writeBigInt64(e));
	}
	writeStringHeader(e) {
		if (e < 32) this.writeU8(160 + e);
		else if (e < 256) this.writeU8(217), this.writeU8(e);
		else if (e < 65536) this.writeU8(218), this.writeU16(e);
		else if (e < 4294967296) this.writeU8(219), this.writeU32(e);
		else throw Error(`Too long string: ${e} bytes in UTF-8`);
	}
	encodeString(e) {
		let t = Od(e);
		this.ensureBufferSizeToWrite(5 + t), this.writeStringHeader(t), Nd(e, this.bytes, this.pos), this.pos += t;
	}
	encodeObject(e, t) {
		let n = this.extensionCodec.tryToEncode(e, this.context);
		if (n != null) this.encodeExtension(n);
		else if (Array.isArray(e)) this.encodeArray(e, t);
		else if (ArrayBuffer.isView(e)) this.encodeBinary(e);
		else if (typeof e == "object") this.encodeMap(e, t);
		else throw Error(`Unrecognized object: ${Object.prototype.toString.apply(e)}`);
	}
	encodeBinary(e) {
		let t = e.byteLength;
		if (t < 256) this.writeU8(196), this.writeU8(t);
		else if (t < 65536) this.writeU8(197), this.writeU16(t);
		else if (t < 4294967296) this.writeU8(198), this.writeU32(t);
		else throw Error(`Too large binary: ${t}`);
		let n = nf(e);
		this.writeU8a(n);
	}
	encodeArray(e, t) {
		let n = e.length;
		if (n < 16) this.writeU8(144 + n);
		else if (n < 65536) this.writeU8(220), this.writeU16(n);
		else if (n < 4294967296) this.writeU8(221), this.writeU32(n);
		else throw Error(`Too large array: ${n}`);
		for (let n of e) this.doEncode(n, t + 1);
	}
	countWithoutUndefined(e, t) {
		let n = 0;
		for (let r of t) e[r] !== void 0 && n++;
		return n;
	}
	encodeMap(e, t) {
		let n = Object.keys(e);
		this.sortKeys && n.sort();
		let r = this.ignoreUndefined ? this.countWithoutUndefined(e, n) : n.length;
		if (r < 16) this.writeU8(128 + r);
		else if (r < 65536) this.writeU8(222), this.writeU16(r);
		else if (r < 4294967296) this.writeU8(223), this.writeU32(r);
		else throw Error(`Too large map object: ${r}`);
		for (let r of n) {
			let n = e[r];
			this.ignoreUndefined && n === void 0 || (this.encodeString(r), this.doEncode(n, t + 1));
		}
	}
	encodeExtension(e) {
		if (typeof e.data == "function") {
			let t = e.data(this.pos + 6), n = t.length;
			if (n >= 4294967296) throw Error(`Too large extension object: ${n}`);
			this.writeU8(201), this.writeU32(n), this.writeI8(e.type), this.writeU8a(t);
			return;
		}
		let t = e.data.length;
		if (t === 1) this.writeU8(212);
		else if (t === 2) this.writeU8(213);
		else if (t === 4) this.writeU8(214);
		else if (t === 8) this.writeU8(215);
		else if (t === 16) this.writeU8(216);
		else if (t < 256) this.writeU8(199), this.writeU8(t);
		else if (t < 65536) this.writeU8(200), this.writeU16(t);
		else if (t < 4294967296) this.writeU8(201), this.writeU32(t);
		else throw Error(`Too large extension object: ${t}`);
		this.writeI8(e.type), this.writeU8a(e.data);
	}
	writeU8(e) {
		this.ensureBufferSizeToWrite(1), this.view.setUint8(this.pos, e), this.pos++;
	}
	writeU8a(e) {
		let t = e.length;
		this.ensureBufferSizeToWrite(t), this.bytes.set(e, this.pos), this.pos += t;
	}
	writeI8(e) {
		this.ensureBufferSizeToWrite(1), this.view.setInt8(this.pos, e), this.pos++;
	}
	writeU16(e) {
		this.ensureBufferSizeToWrite(2), this.view.setUint16(this.pos, e), this.pos += 2;
	}
	writeI16(e) {
		this.ensureBufferSizeToWrite(2), this.view.setInt16(this.pos, e), this.pos += 2;
	}
	writeU32(e) {
		this.ensureBufferSizeToWrite(4), this.view.setUint32(this.pos, e), this.pos += 4;
	}
	writeI32(e) {
		this.ensureBufferSizeToWrite(4), this.view.setInt32(this.pos, e), this.pos += 4;
	}
	writeF32(e) {
		this.ensureBufferSizeToWrite(4), this.view.setFloat32(this.pos, e), this.pos += 4;
	}
	writeF64(e) {
		this.ensureBufferSizeToWrite(8), this.view.setFloat64(this.pos, e), this.pos += 8;
	}
	writeU64(e) {
		this.ensureBufferSizeToWrite(8), Hd(this.view, this.pos, e), this.pos += 8;
	}
	writeI64(e) {
		this.ensureBufferSizeToWrite(8), Ud(this.view, this.pos, e), this.pos += 8;
	}
	writeBigUint64(e) {
		this.ensureBufferSizeToWrite(8), this.view.setBigUint64(this.pos, e), this.pos += 8;
	}
	writeBigInt64(e) {
		this.ensureBufferSizeToWrite(8), this.view.setBigInt64(this.pos, e), this.pos += 8;
	}
};
// node_modules/@msgpack/msgpack/dist.esm/encode.mjs
function af(e, t) {
	return new rf(t).encodeSharedRef(e);
}
// node_modules/@msgpack/msgpack/dist.esm/utils/prettyByte.mjs
function of(e) {
	return `${e < 0 ? "-" : ""}0x${Math.abs(e).toString(16).padStart(2, "0")}`;
}
// node_modules/@msgpack/msgpack/dist.esm/CachedKeyDecoder.mjs
var sf = 16, cf = 16, lf = class {
	constructor(e = sf, t = cf) {
		this.hit = 0, this.miss = 0, this.maxKeyLength = e, this.maxLengthPerKey = t, this.caches = [];
		for (let e = 0; e < this.maxKeyLength; e++) this.caches.push([]);
	}
	canBeCached(e) {
		return e > 0 && e <= this.maxKeyLength;
	}
	find(e, t, n) {
		let r = this.caches[n - 1];
		FIND_CHUNK: for (let i of r) {
			let r = i.bytes;
			for (let i = 0; i < n; i++) if (r[i] !== e[t + i]) continue FIND_CHUNK;
			return i.str;
		}
		return null;
	}
	store(e, t) {
		let n = this.caches[e.length - 1], r = {
			bytes: e,
			str: t
		};
		n.length >= this.maxLengthPerKey ? n[Math.random() * n.length | 0] = r : n.push(r);
	}
	decode(e, t, n) {
		let r = this.find(e, t, n);
		if (r != null) return this.hit++, r;
		this.miss++;
		let i = Fd(e, t, n), a = Uint8Array.prototype.slice.call(e, t, t + n);
		return this.store(a, i), i;
	}
}, uf = "array", df = "map_key", ff = "map_value", pf = (e) => {
	if (typeof e == "string" || typeof e == "number") return e;
	throw new Vd("The type of key must be string or number but " + typeof e);
}, mf = class {
	constructor() {
		this.stack = [], this.stackHeadPosition = -1;
	}
	get length() {
		return this.stackHeadPosition + 1;
	}
	top() {
		return this.stack[this.stackHeadPosition];
	}
	pushArrayState(e) {
		let t = this.getUninitializedStateFromPool();
		t.type = uf, t.position = 0, t.size = e, t.array = Array(e);
	}
	pushMapState(e) {
		let t = this.getUninitializedStateFromPool();
		t.type = df, t.readCount = 0, t.size = e, t.map = {};
	}
	getUninitializedStateFromPool() {
		return this.stackHeadPosition++, this.stackHeadPosition === this.stack.length && this.stack.push({
			type: void 0,
			size: 0,
			array: void 0,
			position: 0,
			readCount: 0,
			map: void 0,
			key: null
		}), this.stack[this.stackHeadPosition];
	}
	release(e) {
		if (this.stack[this.stackHeadPosition] !== e) throw Error("Invalid stack state. Released state is not on top of the stack.");
		if (e.type === uf) {
			let t = e;
			t.size = 0, t.array = void 0, t.position = 0, t.type = void 0;
		}
		if (e.type === df || e.type === ff) {
			let t = e;
			t.size = 0, t.map = void 0, t.readCount = 0, t.type = void 0;
		}
		this.stackHeadPosition--;
	}
	reset() {
		this.stack.length = 0, this.stackHeadPosition = -1;
	}
}, hf = -1, gf = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(0)), _f = new Uint8Array(gf.buffer);
try {
	gf.getInt8(0);
} catch (e) {
	if (!(e instanceof RangeError)) throw Error("This module is not supported in the current JavaScript engine because DataView does not throw RangeError on out-of-bounds access");
}
var vf = /* @__PURE__ */ RangeError("Insufficient data"), yf = new lf(), bf = class e {
	constructor(e) {
		this.totalPos = 0, this.pos = 0, this.view = gf, this.bytes = _f, this.headByte = hf, this.stack = new mf(), this.entered = !1, this.extensionCodec = e?.extensionCodec ?? ef.defaultCodec, this.context = e?.context, this.useBigInt64 = e?.useBigInt64 ?? !1, this.rawStrings = e?.rawStrings ?? !1, this.maxStrLength = e?.maxStrLength ?? 4294967295, this.maxBinLength = e?.maxBinLength ?? 4294967295, this.maxArrayLength = e?.maxArrayLength ?? 4294967295, this.maxMapLength = e?.maxMapLength ?? 4294967295, this.maxExtLength = e?.maxExtLength ?? 4294967295, this.keyDecoder = e?.keyDecoder === void 0 ? yf : e.keyDecoder, this.mapKeyConverter = e?.mapKeyConverter ?? pf;
	}
	clone() {
		return new e({
			extensionCodec: this.extensionCodec,
			context: this.context,
			useBigInt64: this.useBigInt64,
			rawStrings: this.rawStrings,
			maxStrLength: this.maxStrLength,
			maxBinLength: this.maxBinLength,
			maxArrayLength: this.maxArrayLength,
			maxMapLength: this.maxMapLength,
			maxExtLength: this.maxExtLength,
			keyDecoder: this.keyDecoder
		});
	}
	reinitializeState() {
		this.totalPos = 0, this.headByte = hf, this.stack.reset();
	}
	setBuffer(e) {
		let t = nf(e);
		this.bytes = t, this.view = new DataView(t.buffer, t.byteOffset, t.byteLength), this.pos = 0;
	}
	appendBuffer(e) {
		if (this.headByte === hf && !this.hasRemaining(1)) this.setBuffer(e);
		else {
			let t = this.bytes.subarray(this.pos), n = nf(e), r = new Uint8Array(t.length + n.length);
			r.set(t), r.set(n, t.length), this.setBuffer(r);
		}
	}
	hasRemaining(e) {
		return this.view.byteLength - this.pos >= e;
	}
	createExtraByteError(e) {
		let { view: t, pos: n } = this;
		return /* @__PURE__ */ RangeError(`Extra ${t.byteLength - n} of ${t.byteLength} byte(s) found at buffer[${e}]`);
	}
	decode(e) {
		if (this.entered) return this.clone().decode(e);
		try {
			this.entered = !0, this.reinitializeState(), this.setBuffer(e);
			let t = this.doDecodeSync();
			if (this.hasRemaining(1)) throw this.createExtraByteError(this.pos);
			return t;
		} finally {
			this.entered = !1;
		}
	}
	*decodeMulti(e) {
		if (this.entered) yield* this.clone().decodeMulti(e);
		else try {
			for (this.entered = !0, this.reinitializeState(), this.setBuffer(e); this.hasRemaining(1);) yield this.doDecodeSync();
		} finally {
			this.entered = !1;
		}
	}
	async decodeAsync(e) {
		if (this.entered) return this.clone().decodeAsync(e);
		try {
			this.entered = !0;
			let t = !1, n;
			for await (let r of e) {
				if (t) throw this.entered = !1, this.createExtraByteError(this.totalPos);
				this.appendBuffer(r);
				try {
					n = this.doDecodeSync(), t = !0;
				} catch (e) {
					if (!(e instanceof RangeError)) throw e;
				}
				this.totalPos += this.pos;
			}
			if (t) {
				if (this.hasRemaining(1)) throw this.createExtraByteError(this.totalPos);
				return n;
			}
			let { headByte: r, pos: i, totalPos: a } = this;
			throw RangeError(`Insufficient data in parsing ${of(r)} at ${a} (${i} in the current buffer)`);
		} finally {
			this.entered = !1;
		}
	}
	decodeArrayStream(e) {
		return this.decodeMultiAsync(e, !0);
	}
	decodeStream(e) {
		return this.decodeMultiAsync(e, !1);
	}
	async *decodeMultiAsync(e, t) {
		if (this.entered) yield* this.clone().decodeMultiAsync(e, t);
		else try {
			this.entered = !0;
			let n = t, r = -1;
			for await (let i of e) {
				if (t && r === 0) throw this.createExtraByteError(this.totalPos);
				this.appendBuffer(i), n && (r = this.readArraySize(), n = !1, this.complete());
				try {
					for (; yield this.doDecodeSync(), --r !== 0;);
				} catch (e) {
					if (!(e instanceof RangeError)) throw e;
				}
				this.totalPos += this.pos;
			}
		} finally {
			this.entered = !1;
		}
	}
	doDecodeSync() {
		DECODE: for (;;) {
			let e = this.readHeadByte(), t;
			if (e >= 224) t = e - 256;
			else if (e < 192) {
				if (e < 128) t = e;
				else if (e < 144) {
					let n = e - 128;
					if (n !== 0) {
						this.pushMapState(n), this.complete();
						continue DECODE;
					}
					t = {};
				} else if (e < 160) {
					let n = e - 144;
					if (n !== 0) {
						this.pushArrayState(n), this.complete();
						continue DECODE;
					}
					t = [];
				} else {
					let n = e - 160;
					t = this.decodeString(n, 0);
				}
			} else if (e === 192) t = null;
			else if (e === 194) t = !1;
			else if (e === 195) t = !0;
			else if (e === 202) t = this.readF32();
			else if (e === 203) t = this.readF64();
			else if (e === 204) t = this.readU8();
			else if (e === 205) t = this.readU16();
			else if (e === 206) t = this.readU32();
			else if (e === 207) t = this.useBigInt64 ? this.readU64AsBigInt() : this.readU64();
			else if (e === 208) t = this.readI8();
			else if (e === 209) t = this.readI16();
			else if (e === 210) t = this.readI32();
			else if (e === 211) t = this.useBigInt64 ? this.readI64AsBigInt() : this.readI64();
			else if (e === 217) {
				let e = this.lookU8();
				t = this.decodeString(e, 1);
			} else if (e === 218) {
				let e = this.lookU16();
				t = this.decodeString(e, 2);
			} else if (e === 219) {
				let e = this.lookU32();
				t = this.decodeString(e, 4);
			} else if (e === 220) {
				let e = this.readU16();
				if (e !== 0) {
					this.pushArrayState(e), this.complete();
					continue DECODE;
				}
				t = [];
			} else if (e === 221) {
				let e = this.readU32();
				if (e !== 0) {
					this.pushArrayState(e), this.complete();
					continue DECODE;
				}
				t = [];
			} else if (e === 222) {
				let e = this.readU16();
				if (e !== 0) {
					this.pushMapState(e), this.complete();
					continue DECODE;
				}
				t = {};
			} else if (e === 223) {
				let e = this.readU32();
				if (e !== 0) {
					this.pushMapState(e), this.complete();
					continue DECODE;
				}
				t = {};
			} else if (e === 196) {
				let e = this.lookU8();
				t = this.decodeBinary(e, 1);
			} else if (e === 197) {
				let e = this.lookU16();
				t = this.decodeBinary(e, 2);
			} else if (e === 198) {
				let e = this.lookU32();
				t = this.decodeBinary(e, 4);
			} else if (e === 212) t = this.decodeExtension(1, 0);
			else if (e === 213) t = this.decodeExtension(2, 0);
			else if (e === 214) t = this.decodeExtension(4, 0);
			else if (e === 215) t = this.decodeExtension(8, 0);
			else if (e === 216) t = this.decodeExtension(16, 0);
			else if (e === 199) {
				let e = this.lookU8();
				t = this.decodeExtension(e, 1);
			} else if (e === 200) {
				let e = this.lookU16();
				t = this.decodeExtension(e, 2);
			} else if (e === 201) {
				let e = this.lookU32();
				t = this.decodeExtension(e, 4);
			} else throw new Vd(`Unrecognized type byte: ${of(e)}`);
			this.complete();
			let n = this.stack;
			for (; n.length > 0;) {
				let e = n.top();
				if (e.type === uf) {
					if (e.array[e.position] = t, e.position++, e.position === e.size) t = e.array, n.release(e);
					else continue DECODE;
				} else if (e.type === df) {
					if (t === "__proto__") throw new Vd("The key __proto__ is not allowed");
					e.key = this.mapKeyConverter(t), e.type = ff;
					continue DECODE;
				} else if (e.map[e.key] = t, e.readCount++, e.readCount === e.size) t = e.map, n.release(e);
				else {
					e.key = null, e.type = df;
					continue DECODE;
				}
			}
			return t;
		}
	}
	readHeadByte() {
		return this.headByte === hf && (this.headByte = this.readU8()), this.headByte;
	}
	complete() {
		this.headByte = hf;
	}
	readArraySize() {
		let e = this.readHeadByte();
		switch (e) {
			case 220: return this.readU16();
			case 221: return this.readU32();
			default:
				if (e < 160) return e - 144;
				throw new Vd(`Unrecognized array type byte: ${of(e)}`);
		}
	}
	pushMapState(e) {
		if (e > this.maxMapLength) throw new Vd(`Max length exceeded: map length (${e}) > maxMapLengthLength (${this.maxMapLength})`);
		this.stack.pushMapState(e);
	}
	pushArrayState(e) {
		if (e > this.maxArrayLength) throw new Vd(`Max length exceeded: array length (${e}) > maxArrayLength (${this.maxArrayLength})`);
		this.stack.pushArrayState(e);
	}
	decodeString(e, t) {
		return !this.rawStrings || this.stateIsMapKey() ? this.decodeUtf8String(e, t) : this.decodeBinary(e, t);
	}
	decodeUtf8String(e, t) {
		if (e > this.maxStrLength) throw new Vd(`Max length exceeded: UTF-8 byte length (${e}) > maxStrLength (${this.maxStrLength})`);
		if (this.bytes.byteLength < this.pos + t + e) throw vf;
		let n = this.pos + t, r;
		return r = this.stateIsMapKey() && this.keyDecoder?.canBeCached(e) ? this.keyDecoder.decode(this.bytes, n, e) : zd(this.bytes, n, e), this.pos += t + e, r;
	}
	stateIsMapKey() {
		return this.stack.length > 0 && this.stack.top().type === df;
	}
	decodeBinary(e, t) {
		if (e > this.maxBinLength) throw new Vd(`Max length exceeded: bin length (${e}) > maxBinLength (${this.maxBinLength})`);
		if (!this.hasRemaining(e + t)) throw vf;
		let n = this.pos + t, r = this.bytes.subarray(n, n + e);
		return this.pos += t + e, r;
	}
	decodeExtension(e, t) {
		if (e > this.maxExtLength) throw new Vd(`Max length exceeded: ext length (${e}) > maxExtLength (${this.maxExtLength})`);
		let n = this.view.getInt8(this.pos + t), r = this.decodeBinary(e, t + 1);
		return this.extensionCodec.decode(r, n, this.context);
	}
	lookU8() {
		return this.view.getUint8(this.pos);
	}
	lookU16() {
		return this.view.getUint16(this.pos);
	}
	lookU32() {
		return this.view.getUint32(this.pos);
	}
	readU8() {
		let e = this.view.getUint8(this.pos);
		return this.pos++, e;
	}
	readI8() {
		let e = this.view.getInt8(this.pos);
		return this.pos++, e;
	}
	readU16() {
		let e = this.view.getUint16(this.pos);
		return this.pos += 2, e;
	}
	readI16() {
		let e = this.view.getInt16(this.pos);
		return this.pos += 2, e;
	}
	readU32() {
		let e = this.view.getUint32(this.pos);
		return this.pos += 4, e;
	}
	readI32() {
		let e = this.view.getInt32(this.pos);
		return this.pos += 4, e;
	}
	readU64() {
		let e = Gd(this.view, this.pos);
		return this.pos += 8, e;
	}
	readI64() {
		let e = Wd(this.view, this.pos);
		return this.pos += 8, e;
	}
	readU64AsBigInt() {
		let e = this.view.getBigUint64(this.pos);
		return this.pos += 8, e;
	}
	readI64AsBigInt() {
		let e = this.view.getBigInt64(this.pos);
		return this.pos += 8, e;
	}
	readF32() {
		let e = this.view.getFloat32(this.pos);
		return this.pos += 4, e;
	}
	readF64() {
		let e = this.view.getFloat64(this.pos);
		return this.pos += 8, e;
	}
};
// node_modules/@msgpack/msgpack/dist.esm/decode.mjs
function xf(e, t) {
	return new bf(t).decode(e);
}
// node_modules/@walletconnect/utils/node_modules/@scure/base/lib/esm/index.js
function Sf(e) {
	return e instanceof Uint8Array || ArrayBuffer.isView(e) && e.constructor.name === "Uint8Array";
}
function Cf(e, t) {
	return Array.isArray(t) ? t.length === 0 ? !0 : e ? t.every((e) => typeof e == "string") : t.every((e) => Number.isSafeInteger(e)) : !1;
}
function wf(e) {
	if (typeof e != "function") throw Error("function expected");
	return !0;
}
function Tf(e, t) {
	if (typeof t != "string") throw Error(`${e}: string expected`);
	return !0;
}
function Ef(e) {
	if (!Number.isSafeInteger(e)) throw Error(`invalid integer: ${e}`);
}
function Df(e) {
	if (!Array.isArray(e)) throw Error("array expected");
}
function Of(e, t) {
	if (!Cf(!0, t)) throw Error(`${e}: array of strings expected`);
}
function kf(e, t) {
	if (!Cf(!1, t)) throw Error(`${e}: array of numbers expected`);
}
function Af(...e) {
	let t = (e) => e, n = (e, t) => (n) => e(t(n));
	return {
		encode: e.map((e) => e.encode).reduceRight(n, t),
		decode: e.map((e) => e.decode).reduce(n, t)
	};
}
function jf(e) {
	let t = typeof e == "string" ? e.split("") : e, n = t.length;
	Of("alphabet", t);
	let r = new Map(t.map((e, t) => [e, t]));
	return {
		encode: (r) => (Df(r), r.map((r) => {
			if (!Number.isSafeInteger(r) || r < 0 || r >= n) throw Error(`alphabet.encode: digit index outside alphabet "${r}". Allowed: ${e}`);
			return t[r];
		})),
		decode: (t) => (Df(t), t.map((t) => {
			Tf("alphabet.decode", t);
			let n = r.get(t);
			if (n === void 0) throw Error(`Unknown letter: "${t}". Allowed: ${e}`);
			return n;
		}))
	};
}
function Mf(e = "") {
	return Tf("join", e), {
		encode: (t) => (Of("join.decode", t), t.join(e)),
		decode: (t) => (Tf("join.decode", t), t.split(e))
	};
}
function Nf(e, t = "=") {
	return Ef(e), Tf("padding", t), {
		encode(n) {
			for (Of("padding.encode", n); n.length * e % 8;) n.push(t);
			return n;
		},
		decode(n) {
			Of("padding.decode", n);
			let r = n.length;
			if (r * e % 8) throw Error("padding: invalid, string should have whole number of bytes");
			for (; r > 0 && n[r - 1] === t; r--) if ((r - 1) * e % 8 == 0) throw Error("padding: invalid, string has too much padding");
			return n.slice(0, r);
		}
	};
}
function Pf(e) {
	return wf(e), {
		encode: (e) => e,
		decode: (t) => e(t)
	};
}
var Ff = (e, t) => t === 0 ? e : Ff(t, e % t), If = /* @__NO_SIDE_EFFECTS__ */ (e, t) => e + (t - Ff(e, t)), Lf = /* @__PURE__ */ (() => {
	let e = [];
	for (let t = 0; t < 40; t++) e.push(2 ** t);
	return e;
})();
function Rf(e, t, n, r) {
	if (Df(e), t <= 0 || t > 32) throw Error(`convertRadix2: wrong from=${t}`);
	if (n <= 0 || n > 32) throw Error(`convertRadix2: wrong to=${n}`);
	if (/* @__PURE__ */ If(t, n) > 32) throw Error(`convertRadix2: carry overflow from=${t} to=${n} carryBits=${/* @__PURE__ */ If(t, n)}`);
	let i = 0, a = 0, o = Lf[t], s = Lf[n] - 1, c = [];
	for (let r of e) {
		if (Ef(r), r >= o) throw Error(`convertRadix2: invalid data word=${r} from=${t}`);
		if (i = i << t | r, a + t > 32) throw Error(`convertRadix2: carry overflow pos=${a} from=${t}`);
		for (a += t; a >= n; a -= n) c.push((i >> a - n & s) >>> 0);
		let e = Lf[a];
		if (e === void 0) throw Error("invalid carry");
		i &= e - 1;
	}
	if (i = i << n - a & s, !r && a >= t) throw Error("Excess padding");
	if (!r && i > 0) throw Error(`Non-zero padding: ${i}`);
	return r && a > 0 && c.push(i >>> 0), c;
}
function zf(e, t = !1) {
	if (Ef(e), e <= 0 || e > 32) throw Error("radix2: bits should be in (0..32]");
	if (/* @__PURE__ */ If(8, e) > 32 || /* @__PURE__ */ If(e, 8) > 32) throw Error("radix2: carry overflow");
	return {
		encode: (n) => {
			if (!Sf(n)) throw Error("radix2.encode input should be Uint8Array");
			return Rf(Array.from(n), 8, e, !t);
		},
		decode: (n) => (kf("radix2.decode", n), Uint8Array.from(Rf(n, e, 8, t)))
	};
}
function Bf(e) {
	return wf(e), function(...t) {
		try {
			return e.apply(null, t);
		} catch {}
	};
}
Af(zf(4), jf("0123456789ABCDEF"), Mf(""));
var Vf = Af(zf(5), jf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), Nf(5), Mf(""));
Af(zf(5), jf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), Mf("")), Af(zf(5), jf("0123456789ABCDEFGHIJKLMNOPQRSTUV"), Nf(5), Mf("")), Af(zf(5), jf("0123456789ABCDEFGHIJKLMNOPQRSTUV"), Mf("")), Af(zf(5), jf("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), Mf(""), Pf((e) => e.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1")));
var Hf = typeof Uint8Array.from([]).toBase64 == "function" && typeof Uint8Array.fromBase64 == "function";
Hf || Af(zf(6), jf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"), Nf(6), Mf("")), Af(zf(6), jf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"), Mf("")), Hf || Af(zf(6), jf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), Nf(6), Mf("")), Af(zf(6), jf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), Mf(""));
var Uf = Af(jf("qpzry9x8gf2tvdw0s3jn54khce6mua7l"), Mf("")), Wf = [
	996825010,
	642813549,
	513874426,
	1027748829,
	705979059
];
function Gf(e) {
	let t = e >> 25, n = (e & 33554431) << 5;
	for (let e = 0; e < Wf.length; e++) (t >> e & 1) == 1 && (n ^= Wf[e]);
	return n;
}
function Kf(e, t, n = 1) {
	let r = e.length, i = 1;
	for (let t = 0; t < r; t++) {
		let n = e.charCodeAt(t);
		if (n < 33 || n > 126) throw Error(`Invalid prefix (${e})`);
		i = Gf(i) ^ n >> 5;
	}
	i = Gf(i);
	for (let t = 0; t < r; t++) i = Gf(i) ^ e.charCodeAt(t) & 31;
	for (let e of t) i = Gf(i) ^ e;
	for (let e = 0; e < 6; e++) i = Gf(i);
	return i ^= n, Uf.encode(Rf([i % Lf[30]], 30, 5, !1));
}
function qf(e) {
	let t = e === "bech32" ? 1 : 734539939, n = zf(5), r = n.decode, i = n.encode, a = Bf(r);
	function o(e, n, r = 90) {
		Tf("bech32.encode prefix", e), Sf(n) && (n = Array.from(n)), kf("bech32.encode", n);
		let i = e.length;
		if (i === 0) throw TypeError(`Invalid prefix length ${i}`);
		let a = i + 7 + n.length;
		if (r !== !1 && a > r) throw TypeError(`Length ${a} exceeds limit ${r}`);
		let o = e.toLowerCase(), s = Kf(o, n, t);
		return `${o}1${Uf.encode(n)}${s}`;
	}
	function s(e, n = 90) {
		Tf("bech32.decode input", e);
		let r = e.length;
		if (r < 8 || n !== !1 && r > n) throw TypeError(`invalid string length: ${r} (${e}). Expected (8..${n})`);
		let i = e.toLowerCase();
		if (e !== i && e !== e.toUpperCase()) throw Error("String must be lowercase or uppercase");
		let a = i.lastIndexOf("1");
		if (a === 0 || a === -1) throw Error("Letter \"1\" must be present between prefix and data only");
		let o = i.slice(0, a), s = i.slice(a + 1);
		if (s.length < 6) throw Error("Data must be at least 6 characters long");
		let c = Uf.decode(s).slice(0, -6), l = Kf(o, c, t);
		if (!s.endsWith(l)) throw Error(`Invalid checksum in ${e}: expected "${l}"`);
		return {
			prefix: o,
			words: c
		};
	}
	let c = Bf(s);
	function l(e) {
		let { prefix: t, words: n } = s(e, !1);
		return {
			prefix: t,
			words: n,
			bytes: r(n)
		};
	}
	function u(e, t) {
		return o(e, i(t));
	}
	return {
		encode: o,
		decode: s,
		encodeFromBytes: u,
		decodeToBytes: l,
		decodeUnsafe: c,
		fromWords: r,
		fromWordsUnsafe: a,
		toWords: i
	};
}
qf("bech32"), qf("bech32m"), typeof Uint8Array.from([]).toHex == "function" && typeof Uint8Array.fromHex == "function" || Af(zf(4), jf("0123456789abcdef"), Mf(""), Pf((e) => {
	if (typeof e != "string" || e.length % 2 != 0) throw TypeError(`hex.decode: expected string, got ${typeof e} with length ${e.length}`);
	return e.toLowerCase();
}));
// node_modules/uint8arrays/esm/src/util/as-uint8array.js
function Jf(e) {
	return globalThis.Buffer == null ? e : new Uint8Array(e.buffer, e.byteOffset, e.byteLength);
}
// node_modules/uint8arrays/esm/src/alloc.js
function Yf(e = 0) {
	return globalThis.Buffer != null && globalThis.Buffer.allocUnsafe != null ? Jf(globalThis.Buffer.allocUnsafe(e)) : new Uint8Array(e);
}
// node_modules/uint8arrays/esm/src/concat.js
function Xf(e, t) {
	t ||= e.reduce((e, t) => e + t.length, 0);
	let n = Yf(t), r = 0;
	for (let t of e) n.set(t, r), r += t.length;
	return Jf(n);
}
// node_modules/multiformats/esm/vendor/base-x.js
function Zf(e, t) {
	if (e.length >= 255) throw TypeError("Alphabet too long");
	for (var n = /* @__PURE__ */ new Uint8Array(256), r = 0; r < n.length; r++) n[r] = 255;
	for (var i = 0; i < e.length; i++) {
		var a = e.charAt(i), o = a.charCodeAt(0);
		if (n[o] !== 255) throw TypeError(a + " is ambiguous");
		n[o] = i;
	}
	var s = e.length, c = e.charAt(0), l = Math.log(s) / Math.log(256), u = Math.log(256) / Math.log(s);
	function d(t) {
		if (t instanceof Uint8Array || (ArrayBuffer.isView(t) ? t = new Uint8Array(t.buffer, t.byteOffset, t.byteLength) : Array.isArray(t) && (t = Uint8Array.from(t))), !(t instanceof Uint8Array)) throw TypeError("Expected Uint8Array");
		if (t.length === 0) return "";
		for (var n = 0, r = 0, i = 0, a = t.length; i !== a && t[i] === 0;) i++, n++;
		for (var o = (a - i) * u + 1 >>> 0, l = new Uint8Array(o); i !== a;) {
			for (var d = t[i], f = 0, p = o - 1; (d !== 0 || f < r) && p !== -1; p--, f++) d += 256 * l[p] >>> 0, l[p] = d % s >>> 0, d = d / s >>> 0;
			if (d !== 0) throw Error("Non-zero carry");
			r = f, i++;
		}
		for (var m = o - r; m !== o && l[m] === 0;) m++;
		for (var h = c.repeat(n); m < o; ++m) h += e.charAt(l[m]);
		return h;
	}
	function f(e) {
		if (typeof e != "string") throw TypeError("Expected String");
		if (e.length === 0) return /* @__PURE__ */ new Uint8Array();
		var t = 0;
		if (e[t] !== " ") {
			for (var r = 0, i = 0; e[t] === c;) r++, t++;
			for (var a = (e.length - t) * l + 1 >>> 0, o = new Uint8Array(a); e[t];) {
				var u = n[e.charCodeAt(t)];
				if (u === 255) return;
				for (var d = 0, f = a - 1; (u !== 0 || d < i) && f !== -1; f--, d++) u += s * o[f] >>> 0, o[f] = u % 256 >>> 0, u = u / 256 >>> 0;
				if (u !== 0) throw Error("Non-zero carry");
				i = d, t++;
			}
			if (e[t] !== " ") {
				for (var p = a - i; p !== a && o[p] === 0;) p++;
				for (var m = new Uint8Array(r + (a - p)), h = r; p !== a;) m[h++] = o[p++];
				return m;
			}
		}
	}
	function p(e) {
		var n = f(e);
		if (n) return n;
		throw Error(`Non-${t} character`);
	}
	return {
		encode: d,
		decodeUnsafe: f,
		decode: p
	};
}
var Qf = Zf, $f = (e) => {
	if (e instanceof Uint8Array && e.constructor.name === "Uint8Array") return e;
	if (e instanceof ArrayBuffer) return new Uint8Array(e);
	if (ArrayBuffer.isView(e)) return new Uint8Array(e.buffer, e.byteOffset, e.byteLength);
	throw Error("Unknown type, must be binary type");
}, ep = (e) => new TextEncoder().encode(e), tp = (e) => new TextDecoder().decode(e), np = class {
	constructor(e, t, n) {
		this.name = e, this.prefix = t, this.baseEncode = n;
	}
	encode(e) {
		if (e instanceof Uint8Array) return `${this.prefix}${this.baseEncode(e)}`;
		throw Error("Unknown type, must be binary type");
	}
}, rp = class {
	constructor(e, t, n) {
		if (this.name = e, this.prefix = t, t.codePointAt(0) === void 0) throw Error("Invalid prefix character");
		this.prefixCodePoint = t.codePointAt(0), this.baseDecode = n;
	}
	decode(e) {
		if (typeof e == "string") {
			if (e.codePointAt(0) !== this.prefixCodePoint) throw Error(`Unable to decode multibase string ${JSON.stringify(e)}, ${this.name} decoder only supports inputs prefixed with ${this.prefix}`);
			return this.baseDecode(e.slice(this.prefix.length));
		}
		throw Error("Can only multibase decode strings");
	}
	or(e) {
		return ap(this, e);
	}
}, ip = class {
	constructor(e) {
		this.decoders = e;
	}
	or(e) {
		return ap(this, e);
	}
	decode(e) {
		let t = e[0], n = this.decoders[t];
		if (n) return n.decode(e);
		throw RangeError(`Unable to decode multibase string ${JSON.stringify(e)}, only inputs prefixed with ${Object.keys(this.decoders)} are supported`);
	}
}, ap = (e, t) => new ip({
	...e.decoders || { [e.prefix]: e },
	...t.decoders || { [t.prefix]: t }
}), op = class {
	constructor(e, t, n, r) {
		this.name = e, this.prefix = t, this.baseEncode = n, this.baseDecode = r, this.encoder = new np(e, t, n), this.decoder = new rp(e, t, r);
	}
	encode(e) {
		return this.encoder.encode(e);
	}
	decode(e) {
		return this.decoder.decode(e);
	}
}, sp = ({ name: e, prefix: t, encode: n, decode: r }) => new op(e, t, n, r), cp = ({ prefix: e, name: t, alphabet: n }) => {
	let { encode: r, decode: i } = Qf(n, t);
	return sp({
		prefix: e,
		name: t,
		encode: r,
		decode: (e) => $f(i(e))
	});
}, lp = (e, t, n, r) => {
	let i = {};
	for (let e = 0; e < t.length; ++e) i[t[e]] = e;
	let a = e.length;
	for (; e[a - 1] === "=";) --a;
	let o = new Uint8Array(a * n / 8 | 0), s = 0, c = 0, l = 0;
	for (let t = 0; t < a; ++t) {
		let a = i[e[t]];
		if (a === void 0) throw SyntaxError(`Non-${r} character`);
		c = c << n | a, s += n, s >= 8 && (s -= 8, o[l++] = 255 & c >> s);
	}
	if (s >= n || 255 & c << 8 - s) throw SyntaxError("Unexpected end of data");
	return o;
}, up = (e, t, n) => {
	let r = t[t.length - 1] === "=", i = (1 << n) - 1, a = "", o = 0, s = 0;
	for (let r = 0; r < e.length; ++r) for (s = s << 8 | e[r], o += 8; o > n;) o -= n, a += t[i & s >> o];
	if (o && (a += t[i & s << n - o]), r) for (; a.length * n & 7;) a += "=";
	return a;
}, dp = ({ name: e, prefix: t, bitsPerChar: n, alphabet: r }) => sp({
	prefix: t,
	name: e,
	encode(e) {
		return up(e, r, n);
	},
	decode(t) {
		return lp(t, r, n, e);
	}
}), fp = /* @__PURE__ */ c({ identity: () => pp }), pp = sp({
	prefix: "\0",
	name: "identity",
	encode: (e) => tp(e),
	decode: (e) => ep(e)
}), mp = /* @__PURE__ */ c({ base2: () => hp }), hp = dp({
	prefix: "0",
	name: "base2",
	alphabet: "01",
	bitsPerChar: 1
}), gp = /* @__PURE__ */ c({ base8: () => _p }), _p = dp({
	prefix: "7",
	name: "base8",
	alphabet: "01234567",
	bitsPerChar: 3
}), vp = /* @__PURE__ */ c({ base10: () => yp }), yp = cp({
	prefix: "9",
	name: "base10",
	alphabet: "0123456789"
}), bp = /* @__PURE__ */ c({
	base16: () => xp,
	base16upper: () => Sp
}), xp = dp({
	prefix: "f",
	name: "base16",
	alphabet: "0123456789abcdef",
	bitsPerChar: 4
}), Sp = dp({
	prefix: "F",
	name: "base16upper",
	alphabet: "0123456789ABCDEF",
	bitsPerChar: 4
}), Cp = /* @__PURE__ */ c({
	base32: () => wp,
	base32hex: () => Op,
	base32hexpad: () => Ap,
	base32hexpadupper: () => jp,
	base32hexupper: () => kp,
	base32pad: () => Ep,
	base32padupper: () => Dp,
	base32upper: () => Tp,
	base32z: () => Mp
}), wp = dp({
	prefix: "b",
	name: "base32",
	alphabet: "abcdefghijklmnopqrstuvwxyz234567",
	bitsPerChar: 5
}), Tp = dp({
	prefix: "B",
	name: "base32upper",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
	bitsPerChar: 5
}), Ep = dp({
	prefix: "c",
	name: "base32pad",
	alphabet: "abcdefghijklmnopqrstuvwxyz234567=",
	bitsPerChar: 5
}), Dp = dp({
	prefix: "C",
	name: "base32padupper",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=",
	bitsPerChar: 5
}), Op = dp({
	prefix: "v",
	name: "base32hex",
	alphabet: "0123456789abcdefghijklmnopqrstuv",
	bitsPerChar: 5
}), kp = dp({
	prefix: "V",
	name: "base32hexupper",
	alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUV",
	bitsPerChar: 5
}), Ap = dp({
	prefix: "t",
	name: "base32hexpad",
	alphabet: "0123456789abcdefghijklmnopqrstuv=",
	bitsPerChar: 5
}), jp = dp({
	prefix: "T",
	name: "base32hexpadupper",
	alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUV=",
	bitsPerChar: 5
}), Mp = dp({
	prefix: "h",
	name: "base32z",
	alphabet: "ybndrfg8ejkmcpqxot1uwisza345h769",
	bitsPerChar: 5
}), Np = /* @__PURE__ */ c({
	base36: () => Pp,
	base36upper: () => Fp
}), Pp = cp({
	prefix: "k",
	name: "base36",
	alphabet: "0123456789abcdefghijklmnopqrstuvwxyz"
}), Fp = cp({
	prefix: "K",
	name: "base36upper",
	alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}), Ip = /* @__PURE__ */ c({
	base58btc: () => Lp,
	base58flickr: () => Rp
}), Lp = cp({
	name: "base58btc",
	prefix: "z",
	alphabet: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
}), Rp = cp({
	name: "base58flickr",
	prefix: "Z",
	alphabet: "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
}), zp = /* @__PURE__ */ c({
	base64: () => Bp,
	base64pad: () => Vp,
	base64url: () => Hp,
	base64urlpad: () => Up
}), Bp = dp({
	prefix: "m",
	name: "base64",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	bitsPerChar: 6
}), Vp = dp({
	prefix: "M",
	name: "base64pad",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=",
	bitsPerChar: 6
}), Hp = dp({
	prefix: "u",
	name: "base64url",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
	bitsPerChar: 6
}), Up = dp({
	prefix: "U",
	name: "base64urlpad",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=",
	bitsPerChar: 6
}), Wp = /* @__PURE__ */ c({ base256emoji: () => Xp }), Gp = Array.from("🚀🪐☄🛰🌌🌑🌒🌓🌔🌕🌖🌗🌘🌍🌏🌎🐉☀💻🖥💾💿😂❤😍🤣😊🙏💕😭😘👍😅👏😁🔥🥰💔💖💙😢🤔😆🙄💪😉☺👌🤗💜😔😎😇🌹🤦🎉💞✌✨🤷😱😌🌸🙌😋💗💚😏💛🙂💓🤩😄😀🖤😃💯🙈👇🎶😒🤭❣😜💋👀😪😑💥🙋😞😩😡🤪👊🥳😥🤤👉💃😳✋😚😝😴🌟😬🙃🍀🌷😻😓⭐✅🥺🌈😈🤘💦✔😣🏃💐☹🎊💘😠☝😕🌺🎂🌻😐🖕💝🙊😹🗣💫💀👑🎵🤞😛🔴😤🌼😫⚽🤙☕🏆🤫👈😮🙆🍻🍃🐶💁😲🌿🧡🎁⚡🌞🎈❌✊👋😰🤨😶🤝🚶💰🍓💢🤟🙁🚨💨🤬✈🎀🍺🤓😙💟🌱😖👶🥴▶➡❓💎💸⬇😨🌚🦋😷🕺⚠🙅😟😵👎🤲🤠🤧📌🔵💅🧐🐾🍒😗🤑🌊🤯🐷☎💧😯💆👆🎤🙇🍑❄🌴💣🐸💌📍🥀🤢👅💡💩👐📸👻🤐🤮🎼🥵🚩🍎🍊👼💍📣🥂"), Kp = Gp.reduce((e, t, n) => (e[n] = t, e), []), qp = Gp.reduce((e, t, n) => (e[t.codePointAt(0)] = n, e), []);
function Jp(e) {
	return e.reduce((e, t) => (e += Kp[t], e), "");
}
function Yp(e) {
	let t = [];
	for (let n of e) {
		let e = qp[n.codePointAt(0)];
		if (e === void 0) throw Error(`Non-base256emoji character: ${n}`);
		t.push(e);
	}
	return new Uint8Array(t);
}
var Xp = sp({
	prefix: "🚀",
	name: "base256emoji",
	encode: Jp,
	decode: Yp
}), Zp = tm, Qp = 128, $p = -128, em = 2 ** 31;
function tm(e, t, n) {
	t ||= [], n ||= 0;
	for (var r = n; e >= em;) t[n++] = e & 255 | Qp, e /= 128;
	for (; e & $p;) t[n++] = e & 255 | Qp, e >>>= 7;
	return t[n] = e | 0, tm.bytes = n - r + 1, t;
}
var nm = am, rm = 128, im = 127;
function am(e, t) {
	var n = 0, t = t || 0, r = 0, i = t, a, o = e.length;
	do {
		if (i >= o) throw am.bytes = 0, RangeError("Could not decode varint");
		a = e[i++], n += r < 28 ? (a & im) << r : (a & im) * 2 ** r, r += 7;
	} while (a >= rm);
	return am.bytes = i - t, n;
}
var om = 128, sm = 2 ** 14, cm = 2 ** 21, lm = 2 ** 28, um = 2 ** 35, dm = 2 ** 42, fm = 2 ** 49, pm = 2 ** 56, mm = 2 ** 63, hm = {
	encode: Zp,
	decode: nm,
	encodingLength: function(e) {
		return e < om ? 1 : e < sm ? 2 : e < cm ? 3 : e < lm ? 4 : e < um ? 5 : e < dm ? 6 : e < fm ? 7 : e < pm ? 8 : e < mm ? 9 : 10;
	}
}, gm = (e, t, n = 0) => (hm.encode(e, t, n), t), _m = (e) => hm.encodingLength(e), vm = (e, t) => {
	let n = t.byteLength, r = _m(e), i = r + _m(n), a = new Uint8Array(i + n);
	return gm(e, a, 0), gm(n, a, r), a.set(t, i), new ym(e, n, t, a);
}, ym = class {
	constructor(e, t, n, r) {
		this.code = e, this.size = t, this.digest = n, this.bytes = r;
	}
}, bm = ({ name: e, code: t, encode: n }) => new xm(e, t, n), xm = class {
	constructor(e, t, n) {
		this.name = e, this.code = t, this.encode = n;
	}
	digest(e) {
		if (e instanceof Uint8Array) {
			let t = this.encode(e);
			return t instanceof Uint8Array ? vm(this.code, t) : t.then((e) => vm(this.code, e));
		}
		throw Error("Unknown type, must be binary type");
	}
}, Sm = /* @__PURE__ */ c({
	sha256: () => wm,
	sha512: () => Tm
}), Cm = (e) => async (t) => new Uint8Array(await crypto.subtle.digest(e, t)), wm = bm({
	name: "sha2-256",
	code: 18,
	encode: Cm("SHA-256")
}), Tm = bm({
	name: "sha2-512",
	code: 19,
	encode: Cm("SHA-512")
}), Em = /* @__PURE__ */ c({ identity: () => Am }), Dm = 0, Om = "identity", km = $f, Am = {
	code: Dm,
	name: Om,
	encode: km,
	digest: (e) => vm(Dm, km(e))
};
new TextEncoder(), new TextDecoder();
// node_modules/multiformats/esm/src/basics.js
var jm = {
	...fp,
	...mp,
	...gp,
	...vp,
	...bp,
	...Cp,
	...Np,
	...Ip,
	...zp,
	...Wp
};
({
	...Sm,
	...Em
});
// node_modules/uint8arrays/esm/src/util/bases.js
function Mm(e, t, n, r) {
	return {
		name: e,
		prefix: t,
		encoder: {
			name: e,
			prefix: t,
			encode: n
		},
		decoder: { decode: r }
	};
}
var Nm = Mm("utf8", "u", (e) => "u" + new TextDecoder("utf8").decode(e), (e) => new TextEncoder().encode(e.substring(1))), Pm = Mm("ascii", "a", (e) => {
	let t = "a";
	for (let n = 0; n < e.length; n++) t += String.fromCharCode(e[n]);
	return t;
}, (e) => {
	e = e.substring(1);
	let t = Yf(e.length);
	for (let n = 0; n < e.length; n++) t[n] = e.charCodeAt(n);
	return t;
}), Fm = {
	utf8: Nm,
	"utf-8": Nm,
	hex: jm.base16,
	latin1: Pm,
	ascii: Pm,
	binary: Pm,
	...jm
};
// node_modules/uint8arrays/esm/src/from-string.js
function Im(e, t = "utf8") {
	let n = Fm[t];
	if (!n) throw Error(`Unsupported encoding "${t}"`);
	return (t === "utf8" || t === "utf-8") && globalThis.Buffer != null && globalThis.Buffer.from != null ? Jf(globalThis.Buffer.from(e, "utf-8")) : n.decoder.decode(`${n.prefix}${e}`);
}
// node_modules/uint8arrays/esm/src/to-string.js
function Lm(e, t = "utf8") {
	let n = Fm[t];
	if (!n) throw Error(`Unsupported encoding "${t}"`);
	return (t === "utf8" || t === "utf-8") && globalThis.Buffer != null && globalThis.Buffer.from != null ? globalThis.Buffer.from(e.buffer, e.byteOffset, e.byteLength).toString("utf8") : n.encoder.encode(e).substring(1);
}
// node_modules/@walletconnect/relay-api/dist/index.es.js
var Rm = {
	waku: {
		publish: "waku_publish",
		batchPublish: "waku_batchPublish",
		subscribe: "waku_subscribe",
		batchSubscribe: "waku_batchSubscribe",
		subscription: "waku_subscription",
		unsubscribe: "waku_unsubscribe",
		batchUnsubscribe: "waku_batchUnsubscribe",
		batchFetchMessages: "waku_batchFetchMessages"
	},
	irn: {
		publish: "irn_publish",
		batchPublish: "irn_batchPublish",
		subscribe: "irn_subscribe",
		batchSubscribe: "irn_batchSubscribe",
		subscription: "irn_subscription",
		unsubscribe: "irn_unsubscribe",
		batchUnsubscribe: "irn_batchUnsubscribe",
		batchFetchMessages: "irn_batchFetchMessages"
	},
	iridium: {
		publish: "iridium_publish",
		batchPublish: "iridium_batchPublish",
		subscribe: "iridium_subscribe",
		batchSubscribe: "iridium_batchSubscribe",
		subscription: "iridium_subscription",
		unsubscribe: "iridium_unsubscribe",
		batchUnsubscribe: "iridium_batchUnsubscribe",
		batchFetchMessages: "iridium_batchFetchMessages"
	}
}, zm = /* @__PURE__ */ s(((e, t) => {
	function n(e) {
		let t;
		if (e instanceof Uint8Array) t = e;
		else if (typeof e == "string") t = new TextEncoder().encode(e);
		else throw Error("Input must be an string, Buffer or Uint8Array");
		return t;
	}
	function r(e) {
		return Array.prototype.map.call(e, function(e) {
			return (e < 16 ? "0" : "") + e.toString(16);
		}).join("");
	}
	function i(e) {
		return (4294967296 + e).toString(16).substring(1);
	}
	function a(e, t, n) {
		let r = "\n" + e + " = ";
		for (let a = 0; a < t.length; a += 2) {
			if (n === 32) r += i(t[a]).toUpperCase(), r += " ", r += i(t[a + 1]).toUpperCase();
			else if (n === 64) r += i(t[a + 1]).toUpperCase(), r += i(t[a]).toUpperCase();
			else throw Error("Invalid size " + n);
			a % 6 == 4 ? r += "\n" + Array(e.length + 4).join(" ") : a < t.length - 2 && (r += " ");
		}
		console.log(r);
	}
	function o(e, t, n) {
		let r = (/* @__PURE__ */ new Date()).getTime(), i = new Uint8Array(t);
		for (let e = 0; e < t; e++) i[e] = e % 256;
		let a = (/* @__PURE__ */ new Date()).getTime();
		console.log("Generated random input in " + (a - r) + "ms"), r = a;
		for (let a = 0; a < n; a++) {
			let n = e(i), a = (/* @__PURE__ */ new Date()).getTime(), o = a - r;
			r = a, console.log("Hashed in " + o + "ms: " + n.substring(0, 20) + "..."), console.log(Math.round(t / (1 << 20) / (o / 1e3) * 100) / 100 + " MB PER SECOND");
		}
	}
	t.exports = {
		normalizeInput: n,
		toHex: r,
		debugPrint: a,
		testSpeed: o
	};
})), Bm = /* @__PURE__ */ s(((e, t) => {
	var n = zm();
	function r(e, t, n) {
		let r = e[t] + e[n], i = e[t + 1] + e[n + 1];
		r >= 4294967296 && i++, e[t] = r, e[t + 1] = i;
	}
	function i(e, t, n, r) {
		let i = e[t] + n;
		n < 0 && (i += 4294967296);
		let a = e[t + 1] + r;
		i >= 4294967296 && a++, e[t] = i, e[t + 1] = a;
	}
	function a(e, t) {
		return e[t] ^ e[t + 1] << 8 ^ e[t + 2] << 16 ^ e[t + 3] << 24;
	}
	function o(e, t, n, a, o, s) {
		let c = u[o], d = u[o + 1], f = u[s], p = u[s + 1];
		r(l, e, t), i(l, e, c, d);
		let m = l[a] ^ l[e], h = l[a + 1] ^ l[e + 1];
		l[a] = h, l[a + 1] = m, r(l, n, a), m = l[t] ^ l[n], h = l[t + 1] ^ l[n + 1], l[t] = m >>> 24 ^ h << 8, l[t + 1] = h >>> 24 ^ m << 8, r(l, e, t), i(l, e, f, p), m = l[a] ^ l[e], h = l[a + 1] ^ l[e + 1], l[a] = m >>> 16 ^ h << 16, l[a + 1] = h >>> 16 ^ m << 16, r(l, n, a), m = l[t] ^ l[n], h = l[t + 1] ^ l[n + 1], l[t] = h >>> 31 ^ m << 1, l[t + 1] = m >>> 31 ^ h << 1;
	}
	var s = new Uint32Array([
		4089235720,
		1779033703,
		2227873595,
		3144134277,
		4271175723,
		1013904242,
		1595750129,
		2773480762,
		2917565137,
		1359893119,
		725511199,
		2600822924,
		4215389547,
		528734635,
		327033209,
		1541459225
	]), c = new Uint8Array([
		0,
		1,
		2,
		3,
		4,
		5,
		6,
		7,
		8,
		9,
		10,
		11,
		12,
		13,
		14,
		15,
		14,
		10,
		4,
		8,
		9,
		15,
		13,
		6,
		1,
		12,
		0,
		2,
		11,
		7,
		5,
		3,
		11,
		8,
		12,
		0,
		5,
		2,
		15,
		13,
		10,
		14,
		3,
		6,
		7,
		1,
		9,
		4,
		7,
		9,
		3,
		1,
		13,
		12,
		11,
		14,
		2,
		6,
		5,
		10,
		4,
		0,
		15,
		8,
		9,
		0,
		5,
		7,
		2,
		4,
		10,
		15,
		14,
		1,
		11,
		12,
		6,
		8,
		3,
		13,
		2,
		12,
		6,
		10,
		0,
		11,
		8,
		3,
		4,
		13,
		7,
		5,
		15,
		14,
		1,
		9,
		12,
		5,
		1,
		15,
		14,
		13,
		4,
		10,
		0,
		7,
		6,
		3,
		9,
		2,
		8,
		11,
		13,
		11,
		7,
		14,
		12,
		1,
		3,
		9,
		5,
		0,
		15,
		4,
		8,
		6,
		2,
		10,
		6,
		15,
		14,
		9,
		11,
		3,
		0,
		8,
		12,
		2,
		13,
		7,
		1,
		4,
		10,
		5,
		10,
		2,
		8,
		4,
		7,
		6,
		1,
		5,
		15,
		11,
		9,
		14,
		3,
		12,
		13,
		0,
		0,
		1,
		2,
		3,
		4,
		5,
		6,
		7,
		8,
		9,
		10,
		11,
		12,
		13,
		14,
		15,
		14,
		10,
		4,
		8,
		9,
		15,
		13,
		6,
		1,
		12,
		0,
		2,
		11,
		7,
		5,
		3
	].map(function(e) {
		return e * 2;
	})), l = /* @__PURE__ */ new Uint32Array(32), u = /* @__PURE__ */ new Uint32Array(32);
	function d(e, t) {
		let n = 0;
		for (n = 0; n < 16; n++) l[n] = e.h[n], l[n + 16] = s[n];
		for (l[24] ^= e.t, l[25] ^= e.t / 4294967296, t && (l[28] = ~l[28], l[29] = ~l[29]), n = 0; n < 32; n++) u[n] = a(e.b, 4 * n);
		for (n = 0; n < 12; n++) o(0, 8, 16, 24, c[n * 16 + 0], c[n * 16 + 1]), o(2, 10, 18, 26, c[n * 16 + 2], c[n * 16 + 3]), o(4, 12, 20, 28, c[n * 16 + 4], c[n * 16 + 5]), o(6, 14, 22, 30, c[n * 16 + 6], c[n * 16 + 7]), o(0, 10, 20, 30, c[n * 16 + 8], c[n * 16 + 9]), o(2, 12, 22, 24, c[n * 16 + 10], c[n * 16 + 11]), o(4, 14, 16, 26, c[n * 16 + 12], c[n * 16 + 13]), o(6, 8, 18, 28, c[n * 16 + 14], c[n * 16 + 15]);
		for (n = 0; n < 16; n++) e.h[n] = e.h[n] ^ l[n] ^ l[n + 16];
	}
	var f = new Uint8Array([
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0
	]);
	function p(e, t, n, r) {
		if (e === 0 || e > 64) throw Error("Illegal output length, expected 0 < length <= 64");
		if (t && t.length > 64) throw Error("Illegal key, expected Uint8Array with 0 < length <= 64");
		if (n && n.length !== 16) throw Error("Illegal salt, expected Uint8Array with length is 16");
		if (r && r.length !== 16) throw Error("Illegal personal, expected Uint8Array with length is 16");
		let i = {
			b: /* @__PURE__ */ new Uint8Array(128),
			h: /* @__PURE__ */ new Uint32Array(16),
			t: 0,
			c: 0,
			outlen: e
		};
		f.fill(0), f[0] = e, t && (f[1] = t.length), f[2] = 1, f[3] = 1, n && f.set(n, 32), r && f.set(r, 48);
		for (let e = 0; e < 16; e++) i.h[e] = s[e] ^ a(f, e * 4);
		return t && (m(i, t), i.c = 128), i;
	}
	function m(e, t) {
		for (let n = 0; n < t.length; n++) e.c === 128 && (e.t += e.c, d(e, !1), e.c = 0), e.b[e.c++] = t[n];
	}
	function h(e) {
		for (e.t += e.c; e.c < 128;) e.b[e.c++] = 0;
		d(e, !0);
		let t = new Uint8Array(e.outlen);
		for (let n = 0; n < e.outlen; n++) t[n] = e.h[n >> 2] >> 8 * (n & 3);
		return t;
	}
	function g(e, t, r, i, a) {
		r ||= 64, e = n.normalizeInput(e), i &&= n.normalizeInput(i), a &&= n.normalizeInput(a);
		let o = p(r, t, i, a);
		return m(o, e), h(o);
	}
	function _(e, t, r, i, a) {
		let o = g(e, t, r, i, a);
		return n.toHex(o);
	}
	t.exports = {
		blake2b: g,
		blake2bHex: _,
		blake2bInit: p,
		blake2bUpdate: m,
		blake2bFinal: h
	};
})), Vm = /* @__PURE__ */ s(((e, t) => {
	var n = zm();
	function r(e, t) {
		return e[t] ^ e[t + 1] << 8 ^ e[t + 2] << 16 ^ e[t + 3] << 24;
	}
	function i(e, t, n, r, i, o) {
		c[e] = c[e] + c[t] + i, c[r] = a(c[r] ^ c[e], 16), c[n] = c[n] + c[r], c[t] = a(c[t] ^ c[n], 12), c[e] = c[e] + c[t] + o, c[r] = a(c[r] ^ c[e], 8), c[n] = c[n] + c[r], c[t] = a(c[t] ^ c[n], 7);
	}
	function a(e, t) {
		return e >>> t ^ e << 32 - t;
	}
	var o = new Uint32Array([
		1779033703,
		3144134277,
		1013904242,
		2773480762,
		1359893119,
		2600822924,
		528734635,
		1541459225
	]), s = new Uint8Array([
		0,
		1,
		2,
		3,
		4,
		5,
		6,
		7,
		8,
		9,
		10,
		11,
		12,
		13,
		14,
		15,
		14,
		10,
		4,
		8,
		9,
		15,
		13,
		6,
		1,
		12,
		0,
		2,
		11,
		7,
		5,
		3,
		11,
		8,
		12,
		0,
		5,
		2,
		15,
		13,
		10,
		14,
		3,
		6,
		7,
		1,
		9,
		4,
		7,
		9,
		3,
		1,
		13,
		12,
		11,
		14,
		2,
		6,
		5,
		10,
		4,
		0,
		15,
		8,
		9,
		0,
		5,
		7,
		2,
		4,
		10,
		15,
		14,
		1,
		11,
		12,
		6,
		8,
		3,
		13,
		2,
		12,
		6,
		10,
		0,
		11,
		8,
		3,
		4,
		13,
		7,
		5,
		15,
		14,
		1,
		9,
		12,
		5,
		1,
		15,
		14,
		13,
		4,
		10,
		0,
		7,
		6,
		3,
		9,
		2,
		8,
		11,
		13,
		11,
		7,
		14,
		12,
		1,
		3,
		9,
		5,
		0,
		15,
		4,
		8,
		6,
		2,
		10,
		6,
		15,
		14,
		9,
		11,
		3,
		0,
		8,
		12,
		2,
		13,
		7,
		1,
		4,
		10,
		5,
		10,
		2,
		8,
		4,
		7,
		6,
		1,
		5,
		15,
		11,
		9,
		14,
		3,
		12,
		13,
		0
	]), c = /* @__PURE__ */ new Uint32Array(16), l = /* @__PURE__ */ new Uint32Array(16);
	function u(e, t) {
		let n = 0;
		for (n = 0; n < 8; n++) c[n] = e.h[n], c[n + 8] = o[n];
		for (c[12] ^= e.t, c[13] ^= e.t / 4294967296, t && (c[14] = ~c[14]), n = 0; n < 16; n++) l[n] = r(e.b, 4 * n);
		for (n = 0; n < 10; n++) i(0, 4, 8, 12, l[s[n * 16 + 0]], l[s[n * 16 + 1]]), i(1, 5, 9, 13, l[s[n * 16 + 2]], l[s[n * 16 + 3]]), i(2, 6, 10, 14, l[s[n * 16 + 4]], l[s[n * 16 + 5]]), i(3, 7, 11, 15, l[s[n * 16 + 6]], l[s[n * 16 + 7]]), i(0, 5, 10, 15, l[s[n * 16 + 8]], l[s[n * 16 + 9]]), i(1, 6, 11, 12, l[s[n * 16 + 10]], l[s[n * 16 + 11]]), i(2, 7, 8, 13, l[s[n * 16 + 12]], l[s[n * 16 + 13]]), i(3, 4, 9, 14, l[s[n * 16 + 14]], l[s[n * 16 + 15]]);
		for (n = 0; n < 8; n++) e.h[n] ^= c[n] ^ c[n + 8];
	}
	function d(e, t) {
		if (!(e > 0 && e <= 32)) throw Error("Incorrect output length, should be in [1, 32]");
		let n = t ? t.length : 0;
		if (t && !(n > 0 && n <= 32)) throw Error("Incorrect key length, should be in [1, 32]");
		let r = {
			h: new Uint32Array(o),
			b: /* @__PURE__ */ new Uint8Array(64),
			c: 0,
			t: 0,
			outlen: e
		};
		return r.h[0] ^= 16842752 ^ n << 8 ^ e, n > 0 && (f(r, t), r.c = 64), r;
	}
	function f(e, t) {
		for (let n = 0; n < t.length; n++) e.c === 64 && (e.t += e.c, u(e, !1), e.c = 0), e.b[e.c++] = t[n];
	}
	function p(e) {
		for (e.t += e.c; e.c < 64;) e.b[e.c++] = 0;
		u(e, !0);
		let t = new Uint8Array(e.outlen);
		for (let n = 0; n < e.outlen; n++) t[n] = e.h[n >> 2] >> 8 * (n & 3) & 255;
		return t;
	}
	function m(e, t, r) {
		r ||= 32, e = n.normalizeInput(e);
		let i = d(r, t);
		return f(i, e), p(i);
	}
	function h(e, t, r) {
		let i = m(e, t, r);
		return n.toHex(i);
	}
	t.exports = {
		blake2s: m,
		blake2sHex: h,
		blake2sInit: d,
		blake2sUpdate: f,
		blake2sFinal: p
	};
})), Hm = (/* @__PURE__ */ s(((e, t) => {
	var n = Bm(), r = Vm();
	t.exports = {
		blake2b: n.blake2b,
		blake2bHex: n.blake2bHex,
		blake2bInit: n.blake2bInit,
		blake2bUpdate: n.blake2bUpdate,
		blake2bFinal: n.blake2bFinal,
		blake2s: r.blake2s,
		blake2sHex: r.blake2sHex,
		blake2sInit: r.blake2sInit,
		blake2sUpdate: r.blake2sUpdate,
		blake2sFinal: r.blake2sFinal
	};
})))(), Um = ":";
function Wm(e) {
	let [t, n] = e.split(Um);
	return {
		namespace: t,
		reference: n
	};
}
function Gm(e, t) {
	return e.includes(":") ? [e] : t.chains || [];
}
var Km = Object.defineProperty, qm = Object.defineProperties, Jm = Object.getOwnPropertyDescriptors, Ym = Object.getOwnPropertySymbols, Xm = Object.prototype.hasOwnProperty, Zm = Object.prototype.propertyIsEnumerable, Qm = (e, t, n) => t in e ? Km(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, $m = (e, t) => {
	for (var n in t ||= {}) Xm.call(t, n) && Qm(e, n, t[n]);
	if (Ym) for (var n of Ym(t)) Zm.call(t, n) && Qm(e, n, t[n]);
	return e;
}, eh = (e, t) => qm(e, Jm(t)), th = (e, t, n) => Qm(e, typeof t == "symbol" ? t : t + "", n), nh = {
	reactNative: "react-native",
	node: "node",
	browser: "browser",
	unknown: "unknown"
};
function rh() {
	return typeof process < "u" && typeof process.versions < "u" && typeof process.versions.node < "u";
}
function ih() {
	return !(0, wd.getDocument)() && !!(0, wd.getNavigator)() && navigator.product === "ReactNative";
}
function ah() {
	return ih() && typeof global < "u" && typeof (global == null ? void 0 : global.Platform) < "u" && (global == null ? void 0 : global.Platform.OS) === "android";
}
function oh() {
	return ih() && typeof global < "u" && typeof (global == null ? void 0 : global.Platform) < "u" && (global == null ? void 0 : global.Platform.OS) === "ios";
}
function sh() {
	return !rh() && !!(0, wd.getNavigator)() && !!(0, wd.getDocument)();
}
function ch() {
	return ih() ? nh.reactNative : rh() ? nh.node : sh() ? nh.browser : nh.unknown;
}
function lh() {
	try {
		return ih() && typeof global < "u" && typeof (global == null ? void 0 : global.Application) < "u" ? global.Application?.applicationId : void 0;
	} catch {
		return;
	}
}
function uh(e, t) {
	let n = new URLSearchParams(e);
	for (let e of Object.keys(t).sort()) if (t.hasOwnProperty(e)) {
		let r = t[e];
		r !== void 0 && n.set(e, r);
	}
	return n.toString();
}
function dh(e) {
	var t, n;
	let r = fh();
	try {
		return e != null && e.url && r.url && new URL(e.url).host !== new URL(r.url).host && (console.warn(`The configured WalletConnect 'metadata.url':${e.url} differs from the actual page url:${r.url}. This is probably unintended and can lead to issues.`), e.url = r.url), (t = e?.icons) != null && t.length && e.icons.length > 0 && (e.icons = e.icons.filter((e) => e !== "")), eh($m($m({}, r), e), {
			url: e?.url || r.url,
			name: e?.name || r.name,
			description: e?.description || r.description,
			icons: (n = e?.icons) != null && n.length && e.icons.length > 0 ? e.icons : r.icons
		});
	} catch (t) {
		return console.warn("Error populating app metadata", t), e || r;
	}
}
function fh() {
	return (0, Td.getWindowMetadata)() || {
		name: "",
		description: "",
		url: "",
		icons: [""]
	};
}
function ph() {
	if (ch() === nh.reactNative && typeof global < "u" && typeof (global == null ? void 0 : global.Platform) < "u") {
		let { OS: e, Version: t } = global.Platform;
		return [e, t].join("-");
	}
	let e = zo();
	if (e === null) return "unknown";
	let t = e.os ? e.os.replace(" ", "").toLowerCase() : "unknown";
	return e.type === "browser" ? [
		t,
		e.name,
		e.version
	].join("-") : [t, e.version].join("-");
}
function mh() {
	let e = ch();
	return e === nh.browser ? [e, (0, wd.getLocation)()?.host || "unknown"].join(":") : e;
}
function hh(e, t, n) {
	let r = ph(), i = mh();
	return [
		[e, t].join("-"),
		["js", n].join("-"),
		r,
		i
	].join("/");
}
function gh({ protocol: e, version: t, relayUrl: n, sdkVersion: r, auth: i, projectId: a, useOnCloseEvent: o, bundleId: s, packageName: c }) {
	let l = n.split("?"), u = {
		auth: i,
		ua: hh(e, t, r),
		projectId: a,
		useOnCloseEvent: o || void 0,
		packageName: c || void 0,
		bundleId: s || void 0
	}, d = uh(l[1] || "", u);
	return l[0] + "?" + d;
}
function _h(e, t) {
	return e.filter((e) => t.includes(e)).length === e.length;
}
function vh(e) {
	return Object.fromEntries(e.entries());
}
function yh(e) {
	return new Map(Object.entries(e));
}
function bh(e = R.FIVE_MINUTES, t) {
	let n = (0, R.toMiliseconds)(e || R.FIVE_MINUTES), r, i, a, o;
	return {
		resolve: (e) => {
			a && r && (clearTimeout(a), r(e), o = Promise.resolve(e));
		},
		reject: (e) => {
			a && i && (clearTimeout(a), i(e));
		},
		done: () => new Promise((e, s) => {
			if (o) return e(o);
			a = setTimeout(() => {
				let e = Error(t);
				o = Promise.reject(e), s(e);
			}, n), r = e, i = s;
		})
	};
}
function xh(e, t, n) {
	return new Promise(async (r, i) => {
		let a = setTimeout(() => i(Error(n)), t);
		try {
			r(await e);
		} catch (e) {
			i(e);
		}
		clearTimeout(a);
	});
}
function Sh(e, t) {
	if (typeof t == "string" && t.startsWith(`${e}:`)) return t;
	if (e.toLowerCase() === "topic") {
		if (typeof t != "string") throw Error("Value must be \"string\" for expirer target type: topic");
		return `topic:${t}`;
	}
	if (e.toLowerCase() === "id") {
		if (typeof t != "number") throw Error("Value must be \"number\" for expirer target type: id");
		return `id:${t}`;
	}
	throw Error(`Unknown expirer target type: ${e}`);
}
function Ch(e) {
	return Sh("topic", e);
}
function wh(e) {
	return Sh("id", e);
}
function Th(e) {
	let [t, n] = e.split(":"), r = {
		id: void 0,
		topic: void 0
	};
	if (t === "topic" && typeof n == "string") r.topic = n;
	else if (t === "id" && Number.isInteger(Number(n))) r.id = Number(n);
	else throw Error(`Invalid target, expected id:number or topic:string, got ${t}:${n}`);
	return r;
}
function Eh(e, t) {
	return (0, R.fromMiliseconds)((t || Date.now()) + (0, R.toMiliseconds)(e));
}
function Dh(e) {
	return Date.now() >= (0, R.toMiliseconds)(e);
}
function V(e, t) {
	return `${e}${t ? `:${t}` : ""}`;
}
function Oh(e = [], t = []) {
	return [.../* @__PURE__ */ new Set([...e, ...t])];
}
async function kh({ id: e, topic: t, wcDeepLink: n }) {
	var r;
	try {
		if (!n) return;
		let i = (typeof n == "string" ? JSON.parse(n) : n)?.href;
		if (typeof i != "string") return;
		let a = Ah(i, e, t), o = ch();
		if (o === nh.browser) {
			if (!((r = (0, wd.getDocument)()) != null && r.hasFocus())) {
				console.warn("Document does not have focus, skipping deeplink.");
				return;
			}
			jh(a);
		} else o === nh.reactNative && typeof (global == null ? void 0 : global.Linking) < "u" && await global.Linking.openURL(a);
	} catch (e) {
		console.error(e);
	}
}
function Ah(e, t, n) {
	let r = `requestId=${t}&sessionTopic=${n}`;
	e.endsWith("/") && (e = e.slice(0, -1));
	let i = `${e}`;
	if (e.startsWith("https://t.me")) {
		let t = e.includes("?") ? "&startapp=" : "?startapp=";
		i = `${i}${t}${Rh(r, !0)}`;
	} else i = `${i}/wc?${r}`;
	return i;
}
function jh(e) {
	let t = "_self";
	Lh() ? t = "_top" : (Ih() || e.startsWith("https://") || e.startsWith("http://")) && (t = "_blank"), window.open(e, t, "noreferrer noopener");
}
async function Mh(e, t) {
	let n = "";
	try {
		if (sh() && (n = localStorage.getItem(t), n)) return n;
		n = await e.getItem(t);
	} catch (e) {
		console.error(e);
	}
	return n;
}
function Nh(e, t) {
	if (!e.includes(t)) return null;
	let n = e.split(/([&,?,=])/);
	return n[n.indexOf(t) + 2];
}
function Ph() {
	return typeof crypto < "u" && crypto != null && crypto.randomUUID ? crypto.randomUUID() : "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/gu, (e) => {
		let t = Math.random() * 16 | 0;
		return (e === "x" ? t : t & 3 | 8).toString(16);
	});
}
function Fh() {
	return typeof process < "u" && !1;
}
function Ih() {
	return typeof window < "u" && (!!window.TelegramWebviewProxy || !!window.Telegram || !!window.TelegramWebviewProxyProto);
}
function Lh() {
	try {
		return window.self !== window.top;
	} catch {
		return !1;
	}
}
function Rh(e, t = !1) {
	let n = Buffer.from(e).toString("base64");
	return t ? n.replace(/[=]/g, "") : n;
}
function zh(e) {
	return Buffer.from(e, "base64").toString("utf-8");
}
function Bh(e) {
	return new Promise((t) => setTimeout(t, e));
}
var Vh = class {
	constructor({ limit: e }) {
		th(this, "limit"), th(this, "set"), this.limit = e, this.set = /* @__PURE__ */ new Set();
	}
	add(e) {
		if (!this.set.has(e)) {
			if (this.set.size >= this.limit) {
				let e = this.set.values().next().value;
				e && this.set.delete(e);
			}
			this.set.add(e);
		}
	}
	has(e) {
		return this.set.has(e);
	}
}, Hh = BigInt(2 ** 32 - 1), Uh = BigInt(32);
function Wh(e, t = !1) {
	return t ? {
		h: Number(e & Hh),
		l: Number(e >> Uh & Hh)
	} : {
		h: Number(e >> Uh & Hh) | 0,
		l: Number(e & Hh) | 0
	};
}
function Gh(e, t = !1) {
	let n = e.length, r = new Uint32Array(n), i = new Uint32Array(n);
	for (let a = 0; a < n; a++) {
		let { h: n, l: o } = Wh(e[a], t);
		[r[a], i[a]] = [n, o];
	}
	return [r, i];
}
var Kh = (e, t, n) => e >>> n, qh = (e, t, n) => e << 32 - n | t >>> n, Jh = (e, t, n) => e >>> n | t << 32 - n, Yh = (e, t, n) => e << 32 - n | t >>> n, Xh = (e, t, n) => e << 64 - n | t >>> n - 32, Zh = (e, t, n) => e >>> n - 32 | t << 64 - n, Qh = (e, t) => t, $h = (e, t) => e, eg = (e, t, n) => e << n | t >>> 32 - n, tg = (e, t, n) => t << n | e >>> 32 - n, ng = (e, t, n) => t << n - 32 | e >>> 64 - n, rg = (e, t, n) => e << n - 32 | t >>> 64 - n;
function ig(e, t, n, r) {
	let i = (t >>> 0) + (r >>> 0);
	return {
		h: e + n + (i / 2 ** 32 | 0) | 0,
		l: i | 0
	};
}
var ag = (e, t, n) => (e >>> 0) + (t >>> 0) + (n >>> 0), og = (e, t, n, r) => t + n + r + (e / 2 ** 32 | 0) | 0, sg = (e, t, n, r) => (e >>> 0) + (t >>> 0) + (n >>> 0) + (r >>> 0), cg = (e, t, n, r, i) => t + n + r + i + (e / 2 ** 32 | 0) | 0, lg = (e, t, n, r, i) => (e >>> 0) + (t >>> 0) + (n >>> 0) + (r >>> 0) + (i >>> 0), ug = (e, t, n, r, i, a) => t + n + r + i + a + (e / 2 ** 32 | 0) | 0, dg = typeof globalThis == "object" && "crypto" in globalThis ? globalThis.crypto : void 0;
function fg(e) {
	return e instanceof Uint8Array || ArrayBuffer.isView(e) && e.constructor.name === "Uint8Array";
}
function pg(e) {
	if (!Number.isSafeInteger(e) || e < 0) throw Error("positive integer expected, got " + e);
}
function mg(e, ...t) {
	if (!fg(e)) throw Error("Uint8Array expected");
	if (t.length > 0 && !t.includes(e.length)) throw Error("Uint8Array expected of length " + t + ", got length=" + e.length);
}
function hg(e) {
	if (typeof e != "function" || typeof e.create != "function") throw Error("Hash should be wrapped by utils.createHasher");
	pg(e.outputLen), pg(e.blockLen);
}
function gg(e, t = !0) {
	if (e.destroyed) throw Error("Hash instance has been destroyed");
	if (t && e.finished) throw Error("Hash#digest() has already been called");
}
function _g(e, t) {
	mg(e);
	let n = t.outputLen;
	if (e.length < n) throw Error("digestInto() expects output buffer of length at least " + n);
}
function vg(e) {
	return new Uint32Array(e.buffer, e.byteOffset, Math.floor(e.byteLength / 4));
}
function yg(...e) {
	for (let t = 0; t < e.length; t++) e[t].fill(0);
}
function bg(e) {
	return new DataView(e.buffer, e.byteOffset, e.byteLength);
}
function xg(e, t) {
	return e << 32 - t | e >>> t;
}
var Sg = new Uint8Array(new Uint32Array([287454020]).buffer)[0] === 68;
function Cg(e) {
	return e << 24 & 4278190080 | e << 8 & 16711680 | e >>> 8 & 65280 | e >>> 24 & 255;
}
var wg = Sg ? (e) => e : (e) => Cg(e);
function Tg(e) {
	for (let t = 0; t < e.length; t++) e[t] = Cg(e[t]);
	return e;
}
var Eg = Sg ? (e) => e : Tg, Dg = typeof Uint8Array.from([]).toHex == "function" && typeof Uint8Array.fromHex == "function", Og = Array.from({ length: 256 }, (e, t) => t.toString(16).padStart(2, "0"));
function kg(e) {
	if (mg(e), Dg) return e.toHex();
	let t = "";
	for (let n = 0; n < e.length; n++) t += Og[e[n]];
	return t;
}
var Ag = {
	_0: 48,
	_9: 57,
	A: 65,
	F: 70,
	a: 97,
	f: 102
};
function jg(e) {
	if (e >= Ag._0 && e <= Ag._9) return e - Ag._0;
	if (e >= Ag.A && e <= Ag.F) return e - (Ag.A - 10);
	if (e >= Ag.a && e <= Ag.f) return e - (Ag.a - 10);
}
function Mg(e) {
	if (typeof e != "string") throw Error("hex string expected, got " + typeof e);
	if (Dg) return Uint8Array.fromHex(e);
	let t = e.length, n = t / 2;
	if (t % 2) throw Error("hex string expected, got unpadded hex of length " + t);
	let r = new Uint8Array(n);
	for (let t = 0, i = 0; t < n; t++, i += 2) {
		let n = jg(e.charCodeAt(i)), a = jg(e.charCodeAt(i + 1));
		if (n === void 0 || a === void 0) {
			let t = e[i] + e[i + 1];
			throw Error("hex string expected, got non-hex character \"" + t + "\" at index " + i);
		}
		r[t] = n * 16 + a;
	}
	return r;
}
function Ng(e) {
	if (typeof e != "string") throw Error("string expected");
	return new Uint8Array(new TextEncoder().encode(e));
}
function Pg(e) {
	return typeof e == "string" && (e = Ng(e)), mg(e), e;
}
function Fg(...e) {
	let t = 0;
	for (let n = 0; n < e.length; n++) {
		let r = e[n];
		mg(r), t += r.length;
	}
	let n = new Uint8Array(t);
	for (let t = 0, r = 0; t < e.length; t++) {
		let i = e[t];
		n.set(i, r), r += i.length;
	}
	return n;
}
var Ig = class {};
function Lg(e) {
	let t = (t) => e().update(Pg(t)).digest(), n = e();
	return t.outputLen = n.outputLen, t.blockLen = n.blockLen, t.create = () => e(), t;
}
function Rg(e) {
	let t = (t, n) => e(n).update(Pg(t)).digest(), n = e({});
	return t.outputLen = n.outputLen, t.blockLen = n.blockLen, t.create = (t) => e(t), t;
}
function zg(e = 32) {
	if (dg && typeof dg.getRandomValues == "function") return dg.getRandomValues(new Uint8Array(e));
	if (dg && typeof dg.randomBytes == "function") return Uint8Array.from(dg.randomBytes(e));
	throw Error("crypto.getRandomValues must be defined");
}
var Bg = BigInt(0), Vg = BigInt(1), Hg = BigInt(2), Ug = BigInt(7), Wg = BigInt(256), Gg = BigInt(113), Kg = [], qg = [], Jg = [];
for (let e = 0, t = Vg, n = 1, r = 0; e < 24; e++) {
	[n, r] = [r, (2 * n + 3 * r) % 5], Kg.push(2 * (5 * r + n)), qg.push((e + 1) * (e + 2) / 2 % 64);
	let i = Bg;
	for (let e = 0; e < 7; e++) t = (t << Vg ^ (t >> Ug) * Gg) % Wg, t & Hg && (i ^= Vg << (Vg << BigInt(e)) - Vg);
	Jg.push(i);
}
var Yg = Gh(Jg, !0), Xg = Yg[0], Zg = Yg[1], Qg = (e, t, n) => n > 32 ? ng(e, t, n) : eg(e, t, n), $g = (e, t, n) => n > 32 ? rg(e, t, n) : tg(e, t, n);
function e_(e, t = 24) {
	let n = /* @__PURE__ */ new Uint32Array(10);
	for (let r = 24 - t; r < 24; r++) {
		for (let t = 0; t < 10; t++) n[t] = e[t] ^ e[t + 10] ^ e[t + 20] ^ e[t + 30] ^ e[t + 40];
		for (let t = 0; t < 10; t += 2) {
			let r = (t + 8) % 10, i = (t + 2) % 10, a = n[i], o = n[i + 1], s = Qg(a, o, 1) ^ n[r], c = $g(a, o, 1) ^ n[r + 1];
			for (let n = 0; n < 50; n += 10) e[t + n] ^= s, e[t + n + 1] ^= c;
		}
		let t = e[2], i = e[3];
		for (let n = 0; n < 24; n++) {
			let r = qg[n], a = Qg(t, i, r), o = $g(t, i, r), s = Kg[n];
			t = e[s], i = e[s + 1], e[s] = a, e[s + 1] = o;
		}
		for (let t = 0; t < 50; t += 10) {
			for (let r = 0; r < 10; r++) n[r] = e[t + r];
			for (let r = 0; r < 10; r++) e[t + r] ^= ~n[(r + 2) % 10] & n[(r + 4) % 10];
		}
		e[0] ^= Xg[r], e[1] ^= Zg[r];
	}
	yg(n);
}
var t_ = class e extends Ig {
	constructor(e, t, n, r = !1, i = 24) {
		if (super(), this.pos = 0, this.posOut = 0, this.finished = !1, this.destroyed = !1, this.enableXOF = !1, this.blockLen = e, this.suffix = t, this.outputLen = n, this.enableXOF = r, this.rounds = i, pg(n), !(0 < e && e < 200)) throw Error("only keccak-f1600 function is supported");
		this.state = /* @__PURE__ */ new Uint8Array(200), this.state32 = vg(this.state);
	}
	clone() {
		return this._cloneInto();
	}
	keccak() {
		Eg(this.state32), e_(this.state32, this.rounds), Eg(this.state32), this.posOut = 0, this.pos = 0;
	}
	update(e) {
		gg(this), e = Pg(e), mg(e);
		let { blockLen: t, state: n } = this, r = e.length;
		for (let i = 0; i < r;) {
			let a = Math.min(t - this.pos, r - i);
			for (let t = 0; t < a; t++) n[this.pos++] ^= e[i++];
			this.pos === t && this.keccak();
		}
		return this;
	}
	finish() {
		if (this.finished) return;
		this.finished = !0;
		let { state: e, suffix: t, pos: n, blockLen: r } = this;
		e[n] ^= t, t & 128 && n === r - 1 && this.keccak(), e[r - 1] ^= 128, this.keccak();
	}
	writeInto(e) {
		gg(this, !1), mg(e), this.finish();
		let t = this.state, { blockLen: n } = this;
		for (let r = 0, i = e.length; r < i;) {
			this.posOut >= n && this.keccak();
			let a = Math.min(n - this.posOut, i - r);
			e.set(t.subarray(this.posOut, this.posOut + a), r), this.posOut += a, r += a;
		}
		return e;
	}
	xofInto(e) {
		if (!this.enableXOF) throw Error("XOF is not possible for this instance");
		return this.writeInto(e);
	}
	xof(e) {
		return pg(e), this.xofInto(new Uint8Array(e));
	}
	digestInto(e) {
		if (_g(e, this), this.finished) throw Error("digest() was already called");
		return this.writeInto(e), this.destroy(), e;
	}
	digest() {
		return this.digestInto(new Uint8Array(this.outputLen));
	}
	destroy() {
		this.destroyed = !0, yg(this.state);
	}
	_cloneInto(t) {
		let { blockLen: n, suffix: r, outputLen: i, rounds: a, enableXOF: o } = this;
		return t ||= new e(n, r, i, o, a), t.state32.set(this.state32), t.pos = this.pos, t.posOut = this.posOut, t.finished = this.finished, t.rounds = a, t.suffix = r, t.outputLen = i, t.enableXOF = o, t.destroyed = this.destroyed, t;
	}
}, n_ = ((e, t, n) => Lg(() => new t_(t, e, n)))(1, 136, 32);
function r_(e, t, n, r) {
	if (typeof e.setBigUint64 == "function") return e.setBigUint64(t, n, r);
	let i = BigInt(32), a = BigInt(4294967295), o = Number(n >> i & a), s = Number(n & a), c = r ? 4 : 0, l = r ? 0 : 4;
	e.setUint32(t + c, o, r), e.setUint32(t + l, s, r);
}
function i_(e, t, n) {
	return e & t ^ ~e & n;
}
function a_(e, t, n) {
	return e & t ^ e & n ^ t & n;
}
var o_ = class extends Ig {
	constructor(e, t, n, r) {
		super(), this.finished = !1, this.length = 0, this.pos = 0, this.destroyed = !1, this.blockLen = e, this.outputLen = t, this.padOffset = n, this.isLE = r, this.buffer = new Uint8Array(e), this.view = bg(this.buffer);
	}
	update(e) {
		gg(this), e = Pg(e), mg(e);
		let { view: t, buffer: n, blockLen: r } = this, i = e.length;
		for (let a = 0; a < i;) {
			let o = Math.min(r - this.pos, i - a);
			if (o === r) {
				let t = bg(e);
				for (; r <= i - a; a += r) this.process(t, a);
			} else n.set(e.subarray(a, a + o), this.pos), this.pos += o, a += o, this.pos === r && (this.process(t, 0), this.pos = 0);
		}
		return this.length += e.length, this.roundClean(), this;
	}
	digestInto(e) {
		gg(this), _g(e, this), this.finished = !0;
		let { buffer: t, view: n, blockLen: r, isLE: i } = this, { pos: a } = this;
		t[a++] = 128, yg(this.buffer.subarray(a)), this.padOffset > r - a && (this.process(n, 0), a = 0);
		for (let e = a; e < r; e++) t[e] = 0;
		r_(n, r - 8, BigInt(this.length * 8), i), this.process(n, 0);
		let o = bg(e), s = this.outputLen;
		if (s % 4) throw Error("_sha2: outputLen should be aligned to 32bit");
		let c = s / 4, l = this.get();
		if (c > l.length) throw Error("_sha2: outputLen bigger than state");
		for (let e = 0; e < c; e++) o.setUint32(4 * e, l[e], i);
	}
	digest() {
		let { buffer: e, outputLen: t } = this;
		this.digestInto(e);
		let n = e.slice(0, t);
		return this.destroy(), n;
	}
	_cloneInto(e) {
		e ||= new this.constructor(), e.set(...this.get());
		let { blockLen: t, buffer: n, length: r, finished: i, destroyed: a, pos: o } = this;
		return e.destroyed = a, e.finished = i, e.length = r, e.pos = o, r % t && e.buffer.set(n), e;
	}
	clone() {
		return this._cloneInto();
	}
}, s_ = Uint32Array.from([
	1779033703,
	3144134277,
	1013904242,
	2773480762,
	1359893119,
	2600822924,
	528734635,
	1541459225
]), c_ = Uint32Array.from([
	3418070365,
	3238371032,
	1654270250,
	914150663,
	2438529370,
	812702999,
	355462360,
	4144912697,
	1731405415,
	4290775857,
	2394180231,
	1750603025,
	3675008525,
	1694076839,
	1203062813,
	3204075428
]), l_ = Uint32Array.from([
	1779033703,
	4089235720,
	3144134277,
	2227873595,
	1013904242,
	4271175723,
	2773480762,
	1595750129,
	1359893119,
	2917565137,
	2600822924,
	725511199,
	528734635,
	4215389547,
	1541459225,
	327033209
]), u_ = Uint32Array.from([
	1116352408,
	1899447441,
	3049323471,
	3921009573,
	961987163,
	1508970993,
	2453635748,
	2870763221,
	3624381080,
	310598401,
	607225278,
	1426881987,
	1925078388,
	2162078206,
	2614888103,
	3248222580,
	3835390401,
	4022224774,
	264347078,
	604807628,
	770255983,
	1249150122,
	1555081692,
	1996064986,
	2554220882,
	2821834349,
	2952996808,
	3210313671,
	3336571891,
	3584528711,
	113926993,
	338241895,
	666307205,
	773529912,
	1294757372,
	1396182291,
	1695183700,
	1986661051,
	2177026350,
	2456956037,
	2730485921,
	2820302411,
	3259730800,
	3345764771,
	3516065817,
	3600352804,
	4094571909,
	275423344,
	430227734,
	506948616,
	659060556,
	883997877,
	958139571,
	1322822218,
	1537002063,
	1747873779,
	1955562222,
	2024104815,
	2227730452,
	2361852424,
	2428436474,
	2756734187,
	3204031479,
	3329325298
]), d_ = /* @__PURE__ */ new Uint32Array(64), f_ = class extends o_ {
	constructor(e = 32) {
		super(64, e, 8, !1), this.A = s_[0] | 0, this.B = s_[1] | 0, this.C = s_[2] | 0, this.D = s_[3] | 0, this.E = s_[4] | 0, this.F = s_[5] | 0, this.G = s_[6] | 0, this.H = s_[7] | 0;
	}
	get() {
		let { A: e, B: t, C: n, D: r, E: i, F: a, G: o, H: s } = this;
		return [
			e,
			t,
			n,
			r,
			i,
			a,
			o,
			s
		];
	}
	set(e, t, n, r, i, a, o, s) {
		this.A = e | 0, this.B = t | 0, this.C = n | 0, this.D = r | 0, this.E = i | 0, this.F = a | 0, this.G = o | 0, this.H = s | 0;
	}
	process(e, t) {
		for (let n = 0; n < 16; n++, t += 4) d_[n] = e.getUint32(t, !1);
		for (let e = 16; e < 64; e++) {
			let t = d_[e - 15], n = d_[e - 2], r = xg(t, 7) ^ xg(t, 18) ^ t >>> 3, i = xg(n, 17) ^ xg(n, 19) ^ n >>> 10;
			d_[e] = i + d_[e - 7] + r + d_[e - 16] | 0;
		}
		let { A: n, B: r, C: i, D: a, E: o, F: s, G: c, H: l } = this;
		for (let e = 0; e < 64; e++) {
			let t = xg(o, 6) ^ xg(o, 11) ^ xg(o, 25), u = l + t + i_(o, s, c) + u_[e] + d_[e] | 0, d = (xg(n, 2) ^ xg(n, 13) ^ xg(n, 22)) + a_(n, r, i) | 0;
			l = c, c = s, s = o, o = a + u | 0, a = i, i = r, r = n, n = u + d | 0;
		}
		n = n + this.A | 0, r = r + this.B | 0, i = i + this.C | 0, a = a + this.D | 0, o = o + this.E | 0, s = s + this.F | 0, c = c + this.G | 0, l = l + this.H | 0, this.set(n, r, i, a, o, s, c, l);
	}
	roundClean() {
		yg(d_);
	}
	destroy() {
		this.set(0, 0, 0, 0, 0, 0, 0, 0), yg(this.buffer);
	}
}, p_ = Gh((/* @__PURE__ */ "0x428a2f98d728ae22.0x7137449123ef65cd.0xb5c0fbcfec4d3b2f.0xe9b5dba58189dbbc.0x3956c25bf348b538.0x59f111f1b605d019.0x923f82a4af194f9b.0xab1c5ed5da6d8118.0xd807aa98a3030242.0x12835b0145706fbe.0x243185be4ee4b28c.0x550c7dc3d5ffb4e2.0x72be5d74f27b896f.0x80deb1fe3b1696b1.0x9bdc06a725c71235.0xc19bf174cf692694.0xe49b69c19ef14ad2.0xefbe4786384f25e3.0x0fc19dc68b8cd5b5.0x240ca1cc77ac9c65.0x2de92c6f592b0275.0x4a7484aa6ea6e483.0x5cb0a9dcbd41fbd4.0x76f988da831153b5.0x983e5152ee66dfab.0xa831c66d2db43210.0xb00327c898fb213f.0xbf597fc7beef0ee4.0xc6e00bf33da88fc2.0xd5a79147930aa725.0x06ca6351e003826f.0x142929670a0e6e70.0x27b70a8546d22ffc.0x2e1b21385c26c926.0x4d2c6dfc5ac42aed.0x53380d139d95b3df.0x650a73548baf63de.0x766a0abb3c77b2a8.0x81c2c92e47edaee6.0x92722c851482353b.0xa2bfe8a14cf10364.0xa81a664bbc423001.0xc24b8b70d0f89791.0xc76c51a30654be30.0xd192e819d6ef5218.0xd69906245565a910.0xf40e35855771202a.0x106aa07032bbd1b8.0x19a4c116b8d2d0c8.0x1e376c085141ab53.0x2748774cdf8eeb99.0x34b0bcb5e19b48a8.0x391c0cb3c5c95a63.0x4ed8aa4ae3418acb.0x5b9cca4f7763e373.0x682e6ff3d6b2b8a3.0x748f82ee5defb2fc.0x78a5636f43172f60.0x84c87814a1f0ab72.0x8cc702081a6439ec.0x90befffa23631e28.0xa4506cebde82bde9.0xbef9a3f7b2c67915.0xc67178f2e372532b.0xca273eceea26619c.0xd186b8c721c0c207.0xeada7dd6cde0eb1e.0xf57d4f7fee6ed178.0x06f067aa72176fba.0x0a637dc5a2c898a6.0x113f9804bef90dae.0x1b710b35131c471b.0x28db77f523047d84.0x32caab7b40c72493.0x3c9ebe0a15c9bebc.0x431d67c49c100d4c.0x4cc5d4becb3e42b6.0x597f299cfc657e2a.0x5fcb6fab3ad6faec.0x6c44198c4a475817".split(".")).map((e) => BigInt(e))), m_ = p_[0], h_ = p_[1], g_ = /* @__PURE__ */ new Uint32Array(80), __ = /* @__PURE__ */ new Uint32Array(80), v_ = class extends o_ {
	constructor(e = 64) {
		super(128, e, 16, !1), this.Ah = l_[0] | 0, this.Al = l_[1] | 0, this.Bh = l_[2] | 0, this.Bl = l_[3] | 0, this.Ch = l_[4] | 0, this.Cl = l_[5] | 0, this.Dh = l_[6] | 0, this.Dl = l_[7] | 0, this.Eh = l_[8] | 0, this.El = l_[9] | 0, this.Fh = l_[10] | 0, this.Fl = l_[11] | 0, this.Gh = l_[12] | 0, this.Gl = l_[13] | 0, this.Hh = l_[14] | 0, this.Hl = l_[15] | 0;
	}
	get() {
		let { Ah: e, Al: t, Bh: n, Bl: r, Ch: i, Cl: a, Dh: o, Dl: s, Eh: c, El: l, Fh: u, Fl: d, Gh: f, Gl: p, Hh: m, Hl: h } = this;
		return [
			e,
			t,
			n,
			r,
			i,
			a,
			o,
			s,
			c,
			l,
			u,
			d,
			f,
			p,
			m,
			h
		];
	}
	set(e, t, n, r, i, a, o, s, c, l, u, d, f, p, m, h) {
		this.Ah = e | 0, this.Al = t | 0, this.Bh = n | 0, this.Bl = r | 0, this.Ch = i | 0, this.Cl = a | 0, this.Dh = o | 0, this.Dl = s | 0, this.Eh = c | 0, this.El = l | 0, this.Fh = u | 0, this.Fl = d | 0, this.Gh = f | 0, this.Gl = p | 0, this.Hh = m | 0, this.Hl = h | 0;
	}
	process(e, t) {
		for (let n = 0; n < 16; n++, t += 4) g_[n] = e.getUint32(t), __[n] = e.getUint32(t += 4);
		for (let e = 16; e < 80; e++) {
			let t = g_[e - 15] | 0, n = __[e - 15] | 0, r = Jh(t, n, 1) ^ Jh(t, n, 8) ^ Kh(t, n, 7), i = Yh(t, n, 1) ^ Yh(t, n, 8) ^ qh(t, n, 7), a = g_[e - 2] | 0, o = __[e - 2] | 0, s = Jh(a, o, 19) ^ Xh(a, o, 61) ^ Kh(a, o, 6), c = sg(i, Yh(a, o, 19) ^ Zh(a, o, 61) ^ qh(a, o, 6), __[e - 7], __[e - 16]), l = cg(c, r, s, g_[e - 7], g_[e - 16]);
			g_[e] = l | 0, __[e] = c | 0;
		}
		let { Ah: n, Al: r, Bh: i, Bl: a, Ch: o, Cl: s, Dh: c, Dl: l, Eh: u, El: d, Fh: f, Fl: p, Gh: m, Gl: h, Hh: g, Hl: _ } = this;
		for (let e = 0; e < 80; e++) {
			let t = Jh(u, d, 14) ^ Jh(u, d, 18) ^ Xh(u, d, 41), v = Yh(u, d, 14) ^ Yh(u, d, 18) ^ Zh(u, d, 41), y = u & f ^ ~u & m, b = d & p ^ ~d & h, x = lg(_, v, b, h_[e], __[e]), S = ug(x, g, t, y, m_[e], g_[e]), C = x | 0, w = Jh(n, r, 28) ^ Xh(n, r, 34) ^ Xh(n, r, 39), T = Yh(n, r, 28) ^ Zh(n, r, 34) ^ Zh(n, r, 39), E = n & i ^ n & o ^ i & o, D = r & a ^ r & s ^ a & s;
			g = m | 0, _ = h | 0, m = f | 0, h = p | 0, f = u | 0, p = d | 0, {h: u, l: d} = ig(c | 0, l | 0, S | 0, C | 0), c = o | 0, l = s | 0, o = i | 0, s = a | 0, i = n | 0, a = r | 0;
			let O = ag(C, T, D);
			n = og(O, S, w, E), r = O | 0;
		}
		({h: n, l: r} = ig(this.Ah | 0, this.Al | 0, n | 0, r | 0)), {h: i, l: a} = ig(this.Bh | 0, this.Bl | 0, i | 0, a | 0), {h: o, l: s} = ig(this.Ch | 0, this.Cl | 0, o | 0, s | 0), {h: c, l: l} = ig(this.Dh | 0, this.Dl | 0, c | 0, l | 0), {h: u, l: d} = ig(this.Eh | 0, this.El | 0, u | 0, d | 0), {h: f, l: p} = ig(this.Fh | 0, this.Fl | 0, f | 0, p | 0), {h: m, l: h} = ig(this.Gh | 0, this.Gl | 0, m | 0, h | 0), {h: g, l: _} = ig(this.Hh | 0, this.Hl | 0, g | 0, _ | 0), this.set(n, r, i, a, o, s, c, l, u, d, f, p, m, h, g, _);
	}
	roundClean() {
		yg(g_, __);
	}
	destroy() {
		yg(this.buffer), this.set(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	}
}, y_ = class extends v_ {
	constructor() {
		super(48), this.Ah = c_[0] | 0, this.Al = c_[1] | 0, this.Bh = c_[2] | 0, this.Bl = c_[3] | 0, this.Ch = c_[4] | 0, this.Cl = c_[5] | 0, this.Dh = c_[6] | 0, this.Dl = c_[7] | 0, this.Eh = c_[8] | 0, this.El = c_[9] | 0, this.Fh = c_[10] | 0, this.Fl = c_[11] | 0, this.Gh = c_[12] | 0, this.Gl = c_[13] | 0, this.Hh = c_[14] | 0, this.Hl = c_[15] | 0;
	}
}, b_ = Uint32Array.from([
	573645204,
	4230739756,
	2673172387,
	3360449730,
	596883563,
	1867755857,
	2520282905,
	1497426621,
	2519219938,
	2827943907,
	3193839141,
	1401305490,
	721525244,
	746961066,
	246885852,
	2177182882
]), x_ = class extends v_ {
	constructor() {
		super(32), this.Ah = b_[0] | 0, this.Al = b_[1] | 0, this.Bh = b_[2] | 0, this.Bl = b_[3] | 0, this.Ch = b_[4] | 0, this.Cl = b_[5] | 0, this.Dh = b_[6] | 0, this.Dl = b_[7] | 0, this.Eh = b_[8] | 0, this.El = b_[9] | 0, this.Fh = b_[10] | 0, this.Fl = b_[11] | 0, this.Gh = b_[12] | 0, this.Gl = b_[13] | 0, this.Hh = b_[14] | 0, this.Hl = b_[15] | 0;
	}
}, S_ = Lg(() => new f_()), C_ = Lg(() => new v_()), w_ = Lg(() => new y_()), T_ = Lg(() => new x_()), E_ = Uint8Array.from([
	0,
	1,
	2,
	3,
	4,
	5,
	6,
	7,
	8,
	9,
	10,
	11,
	12,
	13,
	14,
	15,
	14,
	10,
	4,
	8,
	9,
	15,
	13,
	6,
	1,
	12,
	0,
	2,
	11,
	7,
	5,
	3,
	11,
	8,
	12,
	0,
	5,
	2,
	15,
	13,
	10,
	14,
	3,
	6,
	7,
	1,
	9,
	4,
	7,
	9,
	3,
	1,
	13,
	12,
	11,
	14,
	2,
	6,
	5,
	10,
	4,
	0,
	15,
	8,
	9,
	0,
	5,
	7,
	2,
	4,
	10,
	15,
	14,
	1,
	11,
	12,
	6,
	8,
	3,
	13,
	2,
	12,
	6,
	10,
	0,
	11,
	8,
	3,
	4,
	13,
	7,
	5,
	15,
	14,
	1,
	9,
	12,
	5,
	1,
	15,
	14,
	13,
	4,
	10,
	0,
	7,
	6,
	3,
	9,
	2,
	8,
	11,
	13,
	11,
	7,
	14,
	12,
	1,
	3,
	9,
	5,
	0,
	15,
	4,
	8,
	6,
	2,
	10,
	6,
	15,
	14,
	9,
	11,
	3,
	0,
	8,
	12,
	2,
	13,
	7,
	1,
	4,
	10,
	5,
	10,
	2,
	8,
	4,
	7,
	6,
	1,
	5,
	15,
	11,
	9,
	14,
	3,
	12,
	13,
	0,
	0,
	1,
	2,
	3,
	4,
	5,
	6,
	7,
	8,
	9,
	10,
	11,
	12,
	13,
	14,
	15,
	14,
	10,
	4,
	8,
	9,
	15,
	13,
	6,
	1,
	12,
	0,
	2,
	11,
	7,
	5,
	3,
	11,
	8,
	12,
	0,
	5,
	2,
	15,
	13,
	10,
	14,
	3,
	6,
	7,
	1,
	9,
	4,
	7,
	9,
	3,
	1,
	13,
	12,
	11,
	14,
	2,
	6,
	5,
	10,
	4,
	0,
	15,
	8,
	9,
	0,
	5,
	7,
	2,
	4,
	10,
	15,
	14,
	1,
	11,
	12,
	6,
	8,
	3,
	13,
	2,
	12,
	6,
	10,
	0,
	11,
	8,
	3,
	4,
	13,
	7,
	5,
	15,
	14,
	1,
	9
]), D_ = Uint32Array.from([
	4089235720,
	1779033703,
	2227873595,
	3144134277,
	4271175723,
	1013904242,
	1595750129,
	2773480762,
	2917565137,
	1359893119,
	725511199,
	2600822924,
	4215389547,
	528734635,
	327033209,
	1541459225
]), H = /* @__PURE__ */ new Uint32Array(32);
function O_(e, t, n, r, i, a) {
	let o = i[a], s = i[a + 1], c = H[2 * e], l = H[2 * e + 1], u = H[2 * t], d = H[2 * t + 1], f = H[2 * n], p = H[2 * n + 1], m = H[2 * r], h = H[2 * r + 1], g = ag(c, u, o);
	l = og(g, l, d, s), c = g | 0, {Dh: h, Dl: m} = {
		Dh: h ^ l,
		Dl: m ^ c
	}, {Dh: h, Dl: m} = {
		Dh: Qh(h, m),
		Dl: $h(h)
	}, {h: p, l: f} = ig(p, f, h, m), {Bh: d, Bl: u} = {
		Bh: d ^ p,
		Bl: u ^ f
	}, {Bh: d, Bl: u} = {
		Bh: Jh(d, u, 24),
		Bl: Yh(d, u, 24)
	}, H[2 * e] = c, H[2 * e + 1] = l, H[2 * t] = u, H[2 * t + 1] = d, H[2 * n] = f, H[2 * n + 1] = p, H[2 * r] = m, H[2 * r + 1] = h;
}
function k_(e, t, n, r, i, a) {
	let o = i[a], s = i[a + 1], c = H[2 * e], l = H[2 * e + 1], u = H[2 * t], d = H[2 * t + 1], f = H[2 * n], p = H[2 * n + 1], m = H[2 * r], h = H[2 * r + 1], g = ag(c, u, o);
	l = og(g, l, d, s), c = g | 0, {Dh: h, Dl: m} = {
		Dh: h ^ l,
		Dl: m ^ c
	}, {Dh: h, Dl: m} = {
		Dh: Jh(h, m, 16),
		Dl: Yh(h, m, 16)
	}, {h: p, l: f} = ig(p, f, h, m), {Bh: d, Bl: u} = {
		Bh: d ^ p,
		Bl: u ^ f
	}, {Bh: d, Bl: u} = {
		Bh: Xh(d, u, 63),
		Bl: Zh(d, u, 63)
	}, H[2 * e] = c, H[2 * e + 1] = l, H[2 * t] = u, H[2 * t + 1] = d, H[2 * n] = f, H[2 * n + 1] = p, H[2 * r] = m, H[2 * r + 1] = h;
}
function A_(e, t = {}, n, r, i) {
	if (pg(n), e < 0 || e > n) throw Error("outputLen bigger than keyLen");
	let { key: a, salt: o, personalization: s } = t;
	if (a !== void 0 && (a.length < 1 || a.length > n)) throw Error("key length must be undefined or 1.." + n);
	if (o !== void 0 && o.length !== r) throw Error("salt must be undefined or " + r);
	if (s !== void 0 && s.length !== i) throw Error("personalization must be undefined or " + i);
}
var j_ = class extends Ig {
	constructor(e, t) {
		super(), this.finished = !1, this.destroyed = !1, this.length = 0, this.pos = 0, pg(e), pg(t), this.blockLen = e, this.outputLen = t, this.buffer = new Uint8Array(e), this.buffer32 = vg(this.buffer);
	}
	update(e) {
		gg(this), e = Pg(e), mg(e);
		let { blockLen: t, buffer: n, buffer32: r } = this, i = e.length, a = e.byteOffset, o = e.buffer;
		for (let s = 0; s < i;) {
			this.pos === t && (Eg(r), this.compress(r, 0, !1), Eg(r), this.pos = 0);
			let c = Math.min(t - this.pos, i - s), l = a + s;
			if (c === t && !(l % 4) && s + c < i) {
				let e = new Uint32Array(o, l, Math.floor((i - s) / 4));
				Eg(e);
				for (let n = 0; s + t < i; n += r.length, s += t) this.length += t, this.compress(e, n, !1);
				Eg(e);
			} else n.set(e.subarray(s, s + c), this.pos), this.pos += c, this.length += c, s += c;
		}
		return this;
	}
	digestInto(e) {
		gg(this), _g(e, this);
		let { pos: t, buffer32: n } = this;
		this.finished = !0, yg(this.buffer.subarray(t)), Eg(n), this.compress(n, 0, !0), Eg(n);
		let r = vg(e);
		this.get().forEach((e, t) => r[t] = wg(e));
	}
	digest() {
		let { buffer: e, outputLen: t } = this;
		this.digestInto(e);
		let n = e.slice(0, t);
		return this.destroy(), n;
	}
	_cloneInto(e) {
		let { buffer: t, length: n, finished: r, destroyed: i, outputLen: a, pos: o } = this;
		return e ||= new this.constructor({ dkLen: a }), e.set(...this.get()), e.buffer.set(t), e.destroyed = i, e.finished = r, e.length = n, e.pos = o, e.outputLen = a, e;
	}
	clone() {
		return this._cloneInto();
	}
}, M_ = class extends j_ {
	constructor(e = {}) {
		let t = e.dkLen === void 0 ? 64 : e.dkLen;
		super(128, t), this.v0l = D_[0] | 0, this.v0h = D_[1] | 0, this.v1l = D_[2] | 0, this.v1h = D_[3] | 0, this.v2l = D_[4] | 0, this.v2h = D_[5] | 0, this.v3l = D_[6] | 0, this.v3h = D_[7] | 0, this.v4l = D_[8] | 0, this.v4h = D_[9] | 0, this.v5l = D_[10] | 0, this.v5h = D_[11] | 0, this.v6l = D_[12] | 0, this.v6h = D_[13] | 0, this.v7l = D_[14] | 0, this.v7h = D_[15] | 0, A_(t, e, 64, 16, 16);
		let { key: n, personalization: r, salt: i } = e, a = 0;
		if (n !== void 0 && (n = Pg(n), a = n.length), this.v0l ^= this.outputLen | a << 8 | 16842752, i !== void 0) {
			i = Pg(i);
			let e = vg(i);
			this.v4l ^= wg(e[0]), this.v4h ^= wg(e[1]), this.v5l ^= wg(e[2]), this.v5h ^= wg(e[3]);
		}
		if (r !== void 0) {
			r = Pg(r);
			let e = vg(r);
			this.v6l ^= wg(e[0]), this.v6h ^= wg(e[1]), this.v7l ^= wg(e[2]), this.v7h ^= wg(e[3]);
		}
		if (n !== void 0) {
			let e = new Uint8Array(this.blockLen);
			e.set(n), this.update(e);
		}
	}
	get() {
		let { v0l: e, v0h: t, v1l: n, v1h: r, v2l: i, v2h: a, v3l: o, v3h: s, v4l: c, v4h: l, v5l: u, v5h: d, v6l: f, v6h: p, v7l: m, v7h: h } = this;
		return [
			e,
			t,
			n,
			r,
			i,
			a,
			o,
			s,
			c,
			l,
			u,
			d,
			f,
			p,
			m,
			h
		];
	}
	set(e, t, n, r, i, a, o, s, c, l, u, d, f, p, m, h) {
		this.v0l = e | 0, this.v0h = t | 0, this.v1l = n | 0, this.v1h = r | 0, this.v2l = i | 0, this.v2h = a | 0, this.v3l = o | 0, this.v3h = s | 0, this.v4l = c | 0, this.v4h = l | 0, this.v5l = u | 0, this.v5h = d | 0, this.v6l = f | 0, this.v6h = p | 0, this.v7l = m | 0, this.v7h = h | 0;
	}
	compress(e, t, n) {
		this.get().forEach((e, t) => H[t] = e), H.set(D_, 16);
		let { h: r, l: i } = Wh(BigInt(this.length));
		H[24] = D_[8] ^ i, H[25] = D_[9] ^ r, n && (H[28] = ~H[28], H[29] = ~H[29]);
		let a = 0, o = E_;
		for (let n = 0; n < 12; n++) O_(0, 4, 8, 12, e, t + 2 * o[a++]), k_(0, 4, 8, 12, e, t + 2 * o[a++]), O_(1, 5, 9, 13, e, t + 2 * o[a++]), k_(1, 5, 9, 13, e, t + 2 * o[a++]), O_(2, 6, 10, 14, e, t + 2 * o[a++]), k_(2, 6, 10, 14, e, t + 2 * o[a++]), O_(3, 7, 11, 15, e, t + 2 * o[a++]), k_(3, 7, 11, 15, e, t + 2 * o[a++]), O_(0, 5, 10, 15, e, t + 2 * o[a++]), k_(0, 5, 10, 15, e, t + 2 * o[a++]), O_(1, 6, 11, 12, e, t + 2 * o[a++]), k_(1, 6, 11, 12, e, t + 2 * o[a++]), O_(2, 7, 8, 13, e, t + 2 * o[a++]), k_(2, 7, 8, 13, e, t + 2 * o[a++]), O_(3, 4, 9, 14, e, t + 2 * o[a++]), k_(3, 4, 9, 14, e, t + 2 * o[a++]);
		this.v0l ^= H[0] ^ H[16], this.v0h ^= H[1] ^ H[17], this.v1l ^= H[2] ^ H[18], this.v1h ^= H[3] ^ H[19], this.v2l ^= H[4] ^ H[20], this.v2h ^= H[5] ^ H[21], this.v3l ^= H[6] ^ H[22], this.v3h ^= H[7] ^ H[23], this.v4l ^= H[8] ^ H[24], this.v4h ^= H[9] ^ H[25], this.v5l ^= H[10] ^ H[26], this.v5h ^= H[11] ^ H[27], this.v6l ^= H[12] ^ H[28], this.v6h ^= H[13] ^ H[29], this.v7l ^= H[14] ^ H[30], this.v7h ^= H[15] ^ H[31], yg(H);
	}
	destroy() {
		this.destroyed = !0, yg(this.buffer32), this.set(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	}
}, N_ = Rg((e) => new M_(e)), P_ = "https://rpc.walletconnect.org/v1";
function F_(e) {
	let t = `Ethereum Signed Message:
${e.length}`, n = new TextEncoder().encode(t + e);
	return "0x" + Buffer.from(n_(n)).toString("hex");
}
async function I_(e, t, n, r, i, a) {
	switch (n.t) {
		case "eip191": return await L_(e, t, n.s);
		case "eip1271": return await R_(e, t, n.s, r, i, a);
		default: throw Error(`verifySignature failed: Attempted to verify CacaoSignature with unknown type: ${n.t}`);
	}
}
async function L_(e, t, n) {
	return (await Cd({
		hash: F_(t),
		signature: n
	})).toLowerCase() === e.toLowerCase();
}
async function R_(e, t, n, r, i, a) {
	let o = Wm(r);
	if (!o.namespace || !o.reference) throw Error(`isValidEip1271Signature failed: chainId must be in CAIP-2 format, received: ${r}`);
	try {
		let o = n.substring(2), s = (o.length / 2).toString(16).padStart(64, "0"), c = "0x1626ba7e" + (t.startsWith("0x") ? t : F_(t)).substring(2) + "0000000000000000000000000000000000000000000000000000000000000040" + s + o, { result: l } = await (await fetch(`${a || P_}/?chainId=${r}&projectId=${i}`, {
			headers: { "Content-Type": "application/json" },
			method: "POST",
			body: JSON.stringify({
				id: z_(),
				jsonrpc: "2.0",
				method: "eth_call",
				params: [{
					to: e,
					data: c
				}, "latest"]
			})
		})).json();
		return l ? l.slice(0, 10).toLowerCase() === "0x1626ba7e" : !1;
	} catch (e) {
		return console.error("isValidEip1271Signature: ", e), !1;
	}
}
function z_() {
	return Date.now() + Math.floor(Math.random() * 1e3);
}
function B_(e) {
	let t = atob(e), n = new Uint8Array(t.length);
	for (let e = 0; e < t.length; e++) n[e] = t.charCodeAt(e);
	let r = n[0];
	if (r === 0) throw Error("No signatures found");
	let i = 1 + r * 64;
	if (n.length < i) throw Error("Transaction data too short for claimed signature count");
	if (n.length < 100) throw Error("Transaction too short");
	let a = Buffer.from(e, "base64").slice(1, 65);
	return Dd.encode(a);
}
function V_(e) {
	let t = new Uint8Array(Buffer.from(e, "base64")), n = Array.from("TransactionData::").map((e) => e.charCodeAt(0)), r = new Uint8Array(n.length + t.length);
	r.set(n), r.set(t, n.length);
	let i = N_(r, { dkLen: 32 });
	return Dd.encode(i);
}
function H_(e) {
	let t = new Uint8Array(S_(U_(e)));
	return Dd.encode(t);
}
function U_(e) {
	if (e instanceof Uint8Array) return e;
	if (Array.isArray(e)) return new Uint8Array(e);
	if (typeof e == "object" && e && e.data) return new Uint8Array(Object.values(e.data));
	if (typeof e == "object" && e) return new Uint8Array(Object.values(e));
	throw Error("getNearUint8ArrayFromBytes: Unexpected result type from bytes array");
}
function W_(e) {
	let t = xf(Buffer.from(e, "base64")).txn;
	if (!t) throw Error("Invalid signed transaction: missing 'txn' field");
	let n = af(t), r = Buffer.from("TX"), i = T_(Buffer.concat([r, Buffer.from(n)]));
	return Vf.encode(i).replace(/=+$/, "");
}
function G_(e) {
	let t = [], n = BigInt(e);
	for (; n >= BigInt(128);) t.push(Number(n & BigInt(127) | BigInt(128))), n >>= BigInt(7);
	return t.push(Number(n)), Buffer.from(t);
}
function K_(e) {
	let t = Buffer.from(e.signed.bodyBytes, "base64"), n = Buffer.from(e.signed.authInfoBytes, "base64"), r = Buffer.from(e.signature.signature, "base64"), i = [];
	i.push(Buffer.from([10])), i.push(G_(t.length)), i.push(t), i.push(Buffer.from([18])), i.push(G_(n.length)), i.push(n), i.push(Buffer.from([26])), i.push(G_(r.length)), i.push(r);
	let a = S_(Buffer.concat(i));
	return Buffer.from(a).toString("hex").toUpperCase();
}
var q_ = Object.defineProperty, J_ = Object.defineProperties, Y_ = Object.getOwnPropertyDescriptors, X_ = Object.getOwnPropertySymbols, Z_ = Object.prototype.hasOwnProperty, Q_ = Object.prototype.propertyIsEnumerable, $_ = (e, t, n) => t in e ? q_(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, ev = (e, t) => {
	for (var n in t ||= {}) Z_.call(t, n) && $_(e, n, t[n]);
	if (X_) for (var n of X_(t)) Q_.call(t, n) && $_(e, n, t[n]);
	return e;
}, tv = (e, t) => J_(e, Y_(t)), nv = "did:pkh:", rv = (e) => e?.split(":"), iv = (e) => {
	let t = e && rv(e);
	if (t) return e.includes(nv) ? t[3] : t[1];
}, av = (e) => {
	let t = e && rv(e);
	if (t) return t[2] + ":" + t[3];
}, ov = (e) => {
	let t = e && rv(e);
	if (t) return t.pop();
};
async function sv(e) {
	let { cacao: t, projectId: n } = e, { s: r, p: i } = t, a = cv(i, i.iss);
	return await I_(ov(i.iss), a, r, av(i.iss), n);
}
var cv = (e, t) => {
	let n = `${e.domain} wants you to sign in with your Ethereum account:`, r = ov(t);
	if (!e.aud && !e.uri) throw Error("Either `aud` or `uri` is required to construct the message");
	let i = e.statement || void 0, a = `URI: ${e.aud || e.uri}`, o = `Version: ${e.version}`, s = `Chain ID: ${iv(t)}`, c = `Nonce: ${e.nonce}`, l = `Issued At: ${e.iat}`, u = e.exp ? `Expiration Time: ${e.exp}` : void 0, d = e.nbf ? `Not Before: ${e.nbf}` : void 0, f = e.requestId ? `Request ID: ${e.requestId}` : void 0, p = e.resources ? `Resources:${e.resources.map((e) => `
- ${e}`).join("")}` : void 0, m = Cv(e.resources);
	if (m) {
		let e = hv(m);
		i = bv(i, e);
	}
	return [
		n,
		r,
		"",
		i,
		"",
		a,
		o,
		s,
		c,
		l,
		u,
		d,
		f,
		p
	].filter((e) => e != null).join("\n");
};
function lv(e) {
	return Buffer.from(JSON.stringify(e)).toString("base64");
}
function uv(e) {
	return JSON.parse(Buffer.from(e, "base64").toString("utf-8"));
}
function dv(e) {
	if (!e) throw Error("No recap provided, value is undefined");
	if (!e.att) throw Error("No `att` property found");
	let t = Object.keys(e.att);
	if (!(t != null && t.length)) throw Error("No resources found in `att` property");
	t.forEach((t) => {
		let n = e.att[t];
		if (Array.isArray(n) || typeof n != "object") throw Error(`Resource must be an object: ${t}`);
		if (!Object.keys(n).length) throw Error(`Resource object is empty: ${t}`);
		Object.keys(n).forEach((e) => {
			let t = n[e];
			if (!Array.isArray(t)) throw Error(`Ability limits ${e} must be an array of objects, found: ${t}`);
			if (!t.length) throw Error(`Value of ${e} is empty array, must be an array with objects`);
			t.forEach((t) => {
				if (typeof t != "object") throw Error(`Ability limits (${e}) must be an array of objects, found: ${t}`);
			});
		});
	});
}
function fv(e, t, n, r = {}) {
	return n?.sort((e, t) => e.localeCompare(t)), { att: { [e]: pv(t, n, r) } };
}
function pv(e, t, n = {}) {
	t = t?.sort((e, t) => e.localeCompare(t));
	let r = t.map((t) => ({ [`${e}/${t}`]: [n] }));
	return Object.assign({}, ...r);
}
function mv(e) {
	return dv(e), `urn:recap:${lv(e).replace(/=/g, "")}`;
}
function hv(e) {
	let t = uv(e.replace("urn:recap:", ""));
	return dv(t), t;
}
function gv(e, t, n) {
	return mv(fv(e, t, n));
}
function _v(e) {
	return e && e.includes("urn:recap:");
}
function vv(e, t) {
	return mv(yv(hv(e), hv(t)));
}
function yv(e, t) {
	dv(e), dv(t);
	let n = Object.keys(e.att).concat(Object.keys(t.att)).sort((e, t) => e.localeCompare(t)), r = { att: {} };
	return n.forEach((n) => {
		Object.keys(e.att?.[n] || {}).concat(Object.keys(t.att?.[n] || {})).sort((e, t) => e.localeCompare(t)).forEach((i) => {
			r.att[n] = tv(ev({}, r.att[n]), { [i]: e.att[n]?.[i] || t.att[n]?.[i] });
		});
	}), r;
}
function bv(e = "", t) {
	dv(t);
	let n = "I further authorize the stated URI to perform the following actions on my behalf: ";
	if (e.includes(n)) return e;
	let r = [], i = 0;
	Object.keys(t.att).forEach((e) => {
		let n = Object.keys(t.att[e]).map((e) => ({
			ability: e.split("/")[0],
			action: e.split("/")[1]
		}));
		n.sort((e, t) => e.action.localeCompare(t.action));
		let a = {};
		n.forEach((e) => {
			a[e.ability] || (a[e.ability] = []), a[e.ability].push(e.action);
		});
		let o = Object.keys(a).map((t) => (i++, `(${i}) '${t}': '${a[t].join("', '")}' for '${e}'.`));
		r.push(o.join(", ").replace(".,", "."));
	});
	let a = `${n}${r.join(" ")}`;
	return `${e ? e + " " : ""}${a}`;
}
function xv(e) {
	let t = hv(e);
	dv(t);
	let n = t.att?.eip155;
	return n ? Object.keys(n).map((e) => e.split("/")[1]) : [];
}
function Sv(e) {
	let t = hv(e);
	dv(t);
	let n = [];
	return Object.values(t.att).forEach((e) => {
		Object.values(e).forEach((e) => {
			var t;
			(t = e?.[0]) != null && t.chains && n.push(e[0].chains);
		});
	}), [...new Set(n.flat())];
}
function Cv(e) {
	if (!e) return;
	let t = e?.[e.length - 1];
	return _v(t) ? t : void 0;
}
function wv(e) {
	return e instanceof Uint8Array || ArrayBuffer.isView(e) && e.constructor.name === "Uint8Array";
}
function Tv(e) {
	if (typeof e != "boolean") throw Error(`boolean expected, not ${e}`);
}
function Ev(e) {
	if (!Number.isSafeInteger(e) || e < 0) throw Error("positive integer expected, got " + e);
}
function Dv(e, ...t) {
	if (!wv(e)) throw Error("Uint8Array expected");
	if (t.length > 0 && !t.includes(e.length)) throw Error("Uint8Array expected of length " + t + ", got length=" + e.length);
}
function Ov(e, t = !0) {
	if (e.destroyed) throw Error("Hash instance has been destroyed");
	if (t && e.finished) throw Error("Hash#digest() has already been called");
}
function kv(e, t) {
	Dv(e);
	let n = t.outputLen;
	if (e.length < n) throw Error("digestInto() expects output buffer of length at least " + n);
}
function Av(e) {
	return new Uint32Array(e.buffer, e.byteOffset, Math.floor(e.byteLength / 4));
}
function jv(...e) {
	for (let t = 0; t < e.length; t++) e[t].fill(0);
}
function Mv(e) {
	return new DataView(e.buffer, e.byteOffset, e.byteLength);
}
var Nv = new Uint8Array(new Uint32Array([287454020]).buffer)[0] === 68;
function Pv(e) {
	if (typeof e != "string") throw Error("string expected");
	return new Uint8Array(new TextEncoder().encode(e));
}
function Fv(e) {
	if (typeof e == "string") e = Pv(e);
	else if (wv(e)) e = Uv(e);
	else throw Error("Uint8Array expected, got " + typeof e);
	return e;
}
function Iv(e, t) {
	if (typeof t != "object" || !t) throw Error("options must be defined");
	return Object.assign(e, t);
}
function Lv(e, t) {
	if (e.length !== t.length) return !1;
	let n = 0;
	for (let r = 0; r < e.length; r++) n |= e[r] ^ t[r];
	return n === 0;
}
var Rv = (e, t) => {
	function n(n, ...r) {
		if (Dv(n), !Nv) throw Error("Non little-endian hardware is not yet supported");
		if (e.nonceLength !== void 0) {
			let t = r[0];
			if (!t) throw Error("nonce / iv required");
			e.varSizeNonce ? Dv(t) : Dv(t, e.nonceLength);
		}
		let i = e.tagLength;
		i && r[1] !== void 0 && Dv(r[1]);
		let a = t(n, ...r), o = (e, t) => {
			if (t !== void 0) {
				if (e !== 2) throw Error("cipher output not supported");
				Dv(t);
			}
		}, s = !1;
		return {
			encrypt(e, t) {
				if (s) throw Error("cannot encrypt() twice with same key + nonce");
				return s = !0, Dv(e), o(a.encrypt.length, t), a.encrypt(e, t);
			},
			decrypt(e, t) {
				if (Dv(e), i && e.length < i) throw Error("invalid ciphertext length: smaller than tagLength=" + i);
				return o(a.decrypt.length, t), a.decrypt(e, t);
			}
		};
	}
	return Object.assign(n, e), n;
};
function zv(e, t, n = !0) {
	if (t === void 0) return new Uint8Array(e);
	if (t.length !== e) throw Error("invalid output length, expected " + e + ", got: " + t.length);
	if (n && !Hv(t)) throw Error("invalid output, must be aligned");
	return t;
}
function Bv(e, t, n, r) {
	if (typeof e.setBigUint64 == "function") return e.setBigUint64(t, n, r);
	let i = BigInt(32), a = BigInt(4294967295), o = Number(n >> i & a), s = Number(n & a), c = r ? 4 : 0, l = r ? 0 : 4;
	e.setUint32(t + c, o, r), e.setUint32(t + l, s, r);
}
function Vv(e, t, n) {
	Tv(n);
	let r = /* @__PURE__ */ new Uint8Array(16), i = Mv(r);
	return Bv(i, 0, BigInt(t), n), Bv(i, 8, BigInt(e), n), r;
}
function Hv(e) {
	return e.byteOffset % 4 == 0;
}
function Uv(e) {
	return Uint8Array.from(e);
}
var Wv = (e) => Uint8Array.from(e.split("").map((e) => e.charCodeAt(0))), Gv = Wv("expand 16-byte k"), Kv = Wv("expand 32-byte k"), qv = Av(Gv), Jv = Av(Kv);
function U(e, t) {
	return e << t | e >>> 32 - t;
}
function Yv(e) {
	return e.byteOffset % 4 == 0;
}
var Xv = 64, Zv = 16, Qv = 2 ** 32 - 1, $v = /* @__PURE__ */ new Uint32Array();
function ey(e, t, n, r, i, a, o, s) {
	let c = i.length, l = new Uint8Array(Xv), u = Av(l), d = Yv(i) && Yv(a), f = d ? Av(i) : $v, p = d ? Av(a) : $v;
	for (let m = 0; m < c; o++) {
		if (e(t, n, r, u, o, s), o >= Qv) throw Error("arx: counter overflow");
		let h = Math.min(Xv, c - m);
		if (d && h === Xv) {
			let e = m / 4;
			if (m % 4 != 0) throw Error("arx: invalid block position");
			for (let t = 0, n; t < Zv; t++) n = e + t, p[n] = f[n] ^ u[t];
			m += Xv;
		} else {
			for (let e = 0, t; e < h; e++) t = m + e, a[t] = i[t] ^ l[e];
			m += h;
		}
	}
}
function ty(e, t) {
	let { allowShortKeys: n, extendNonceFn: r, counterLength: i, counterRight: a, rounds: o } = Iv({
		allowShortKeys: !1,
		counterLength: 8,
		counterRight: !1,
		rounds: 20
	}, t);
	if (typeof e != "function") throw Error("core must be a function");
	return Ev(i), Ev(o), Tv(a), Tv(n), (t, s, c, l, u = 0) => {
		Dv(t), Dv(s), Dv(c);
		let d = c.length;
		if (l === void 0 && (l = new Uint8Array(d)), Dv(l), Ev(u), u < 0 || u >= Qv) throw Error("arx: counter overflow");
		if (l.length < d) throw Error(`arx: output (${l.length}) is shorter than data (${d})`);
		let f = [], p = t.length, m, h;
		if (p === 32) f.push(m = Uv(t)), h = Jv;
		else if (p === 16 && n) m = /* @__PURE__ */ new Uint8Array(32), m.set(t), m.set(t, 16), h = qv, f.push(m);
		else throw Error(`arx: invalid 32-byte key, got length=${p}`);
		Yv(s) || f.push(s = Uv(s));
		let g = Av(m);
		if (r) {
			if (s.length !== 24) throw Error("arx: extended nonce must be 24 bytes");
			r(h, g, Av(s.subarray(0, 16)), g), s = s.subarray(16);
		}
		let _ = 16 - i;
		if (_ !== s.length) throw Error(`arx: nonce must be ${_} or 16 bytes`);
		if (_ !== 12) {
			let e = /* @__PURE__ */ new Uint8Array(12);
			e.set(s, a ? 0 : 12 - s.length), s = e, f.push(s);
		}
		let v = Av(s);
		return ey(e, h, g, v, c, l, u, o), jv(...f), l;
	};
}
var ny = (e, t) => e[t++] & 255 | (e[t++] & 255) << 8, ry = class {
	constructor(e) {
		this.blockLen = 16, this.outputLen = 16, this.buffer = /* @__PURE__ */ new Uint8Array(16), this.r = /* @__PURE__ */ new Uint16Array(10), this.h = /* @__PURE__ */ new Uint16Array(10), this.pad = /* @__PURE__ */ new Uint16Array(8), this.pos = 0, this.finished = !1, e = Fv(e), Dv(e, 32);
		let t = ny(e, 0), n = ny(e, 2), r = ny(e, 4), i = ny(e, 6), a = ny(e, 8), o = ny(e, 10), s = ny(e, 12), c = ny(e, 14);
		this.r[0] = t & 8191, this.r[1] = (t >>> 13 | n << 3) & 8191, this.r[2] = (n >>> 10 | r << 6) & 7939, this.r[3] = (r >>> 7 | i << 9) & 8191, this.r[4] = (i >>> 4 | a << 12) & 255, this.r[5] = a >>> 1 & 8190, this.r[6] = (a >>> 14 | o << 2) & 8191, this.r[7] = (o >>> 11 | s << 5) & 8065, this.r[8] = (s >>> 8 | c << 8) & 8191, this.r[9] = c >>> 5 & 127;
		for (let t = 0; t < 8; t++) this.pad[t] = ny(e, 16 + 2 * t);
	}
	process(e, t, n = !1) {
		let r = n ? 0 : 2048, { h: i, r: a } = this, o = a[0], s = a[1], c = a[2], l = a[3], u = a[4], d = a[5], f = a[6], p = a[7], m = a[8], h = a[9], g = ny(e, t + 0), _ = ny(e, t + 2), v = ny(e, t + 4), y = ny(e, t + 6), b = ny(e, t + 8), x = ny(e, t + 10), S = ny(e, t + 12), C = ny(e, t + 14), w = i[0] + (g & 8191), T = i[1] + ((g >>> 13 | _ << 3) & 8191), E = i[2] + ((_ >>> 10 | v << 6) & 8191), D = i[3] + ((v >>> 7 | y << 9) & 8191), O = i[4] + ((y >>> 4 | b << 12) & 8191), k = i[5] + (b >>> 1 & 8191), A = i[6] + ((b >>> 14 | x << 2) & 8191), j = i[7] + ((x >>> 11 | S << 5) & 8191), M = i[8] + ((S >>> 8 | C << 8) & 8191), N = i[9] + (C >>> 5 | r), P = 0, F = P + w * o + 5 * h * T + 5 * m * E + 5 * p * D + 5 * f * O;
		P = F >>> 13, F &= 8191, F += 5 * d * k + 5 * u * A + 5 * l * j + 5 * c * M + 5 * s * N, P += F >>> 13, F &= 8191;
		let ee = P + w * s + T * o + 5 * h * E + 5 * m * D + 5 * p * O;
		P = ee >>> 13, ee &= 8191, ee += 5 * f * k + 5 * d * A + 5 * u * j + 5 * l * M + 5 * c * N, P += ee >>> 13, ee &= 8191;
		let I = P + w * c + T * s + E * o + 5 * h * D + 5 * m * O;
		P = I >>> 13, I &= 8191, I += 5 * p * k + 5 * f * A + 5 * d * j + 5 * u * M + 5 * l * N, P += I >>> 13, I &= 8191;
		let L = P + w * l + T * c + E * s + D * o + 5 * h * O;
		P = L >>> 13, L &= 8191, L += 5 * m * k + 5 * p * A + 5 * f * j + 5 * d * M + 5 * u * N, P += L >>> 13, L &= 8191;
		let te = P + w * u + T * l + E * c + D * s + O * o;
		P = te >>> 13, te &= 8191, te += 5 * h * k + 5 * m * A + 5 * p * j + 5 * f * M + 5 * d * N, P += te >>> 13, te &= 8191;
		let ne = P + w * d + T * u + E * l + D * c + O * s;
		P = ne >>> 13, ne &= 8191, ne += k * o + 5 * h * A + 5 * m * j + 5 * p * M + 5 * f * N, P += ne >>> 13, ne &= 8191;
		let re = P + w * f + T * d + E * u + D * l + O * c;
		P = re >>> 13, re &= 8191, re += k * s + A * o + 5 * h * j + 5 * m * M + 5 * p * N, P += re >>> 13, re &= 8191;
		let ie = P + w * p + T * f + E * d + D * u + O * l;
		P = ie >>> 13, ie &= 8191, ie += k * c + A * s + j * o + 5 * h * M + 5 * m * N, P += ie >>> 13, ie &= 8191;
		let ae = P + w * m + T * p + E * f + D * d + O * u;
		P = ae >>> 13, ae &= 8191, ae += k * l + A * c + j * s + M * o + 5 * h * N, P += ae >>> 13, ae &= 8191;
		let oe = P + w * h + T * m + E * p + D * f + O * d;
		P = oe >>> 13, oe &= 8191, oe += k * u + A * l + j * c + M * s + N * o, P += oe >>> 13, oe &= 8191, P = (P << 2) + P | 0, P = P + F | 0, F = P & 8191, P >>>= 13, ee += P, i[0] = F, i[1] = ee, i[2] = I, i[3] = L, i[4] = te, i[5] = ne, i[6] = re, i[7] = ie, i[8] = ae, i[9] = oe;
	}
	finalize() {
		let { h: e, pad: t } = this, n = /* @__PURE__ */ new Uint16Array(10), r = e[1] >>> 13;
		e[1] &= 8191;
		for (let t = 2; t < 10; t++) e[t] += r, r = e[t] >>> 13, e[t] &= 8191;
		e[0] += r * 5, r = e[0] >>> 13, e[0] &= 8191, e[1] += r, r = e[1] >>> 13, e[1] &= 8191, e[2] += r, n[0] = e[0] + 5, r = n[0] >>> 13, n[0] &= 8191;
		for (let t = 1; t < 10; t++) n[t] = e[t] + r, r = n[t] >>> 13, n[t] &= 8191;
		n[9] -= 8192;
		let i = (r ^ 1) - 1;
		for (let e = 0; e < 10; e++) n[e] &= i;
		i = ~i;
		for (let t = 0; t < 10; t++) e[t] = e[t] & i | n[t];
		e[0] = (e[0] | e[1] << 13) & 65535, e[1] = (e[1] >>> 3 | e[2] << 10) & 65535, e[2] = (e[2] >>> 6 | e[3] << 7) & 65535, e[3] = (e[3] >>> 9 | e[4] << 4) & 65535, e[4] = (e[4] >>> 12 | e[5] << 1 | e[6] << 14) & 65535, e[5] = (e[6] >>> 2 | e[7] << 11) & 65535, e[6] = (e[7] >>> 5 | e[8] << 8) & 65535, e[7] = (e[8] >>> 8 | e[9] << 5) & 65535;
		let a = e[0] + t[0];
		e[0] = a & 65535;
		for (let n = 1; n < 8; n++) a = (e[n] + t[n] | 0) + (a >>> 16) | 0, e[n] = a & 65535;
		jv(n);
	}
	update(e) {
		Ov(this), e = Fv(e), Dv(e);
		let { buffer: t, blockLen: n } = this, r = e.length;
		for (let i = 0; i < r;) {
			let a = Math.min(n - this.pos, r - i);
			if (a === n) for (; n <= r - i; i += n) this.process(e, i);
			else t.set(e.subarray(i, i + a), this.pos), this.pos += a, i += a, this.pos === n && (this.process(t, 0, !1), this.pos = 0);
		}
		return this;
	}
	destroy() {
		jv(this.h, this.r, this.buffer, this.pad);
	}
	digestInto(e) {
		Ov(this), kv(e, this), this.finished = !0;
		let { buffer: t, h: n } = this, { pos: r } = this;
		if (r) {
			for (t[r++] = 1; r < 16; r++) t[r] = 0;
			this.process(t, 0, !0);
		}
		this.finalize();
		let i = 0;
		for (let t = 0; t < 8; t++) e[i++] = n[t] >>> 0, e[i++] = n[t] >>> 8;
		return e;
	}
	digest() {
		let { buffer: e, outputLen: t } = this;
		this.digestInto(e);
		let n = e.slice(0, t);
		return this.destroy(), n;
	}
};
function iy(e) {
	let t = (t, n) => e(n).update(Fv(t)).digest(), n = e(/* @__PURE__ */ new Uint8Array(32));
	return t.outputLen = n.outputLen, t.blockLen = n.blockLen, t.create = (t) => e(t), t;
}
var ay = iy((e) => new ry(e));
function oy(e, t, n, r, i, a = 20) {
	let o = e[0], s = e[1], c = e[2], l = e[3], u = t[0], d = t[1], f = t[2], p = t[3], m = t[4], h = t[5], g = t[6], _ = t[7], v = i, y = n[0], b = n[1], x = n[2], S = o, C = s, w = c, T = l, E = u, D = d, O = f, k = p, A = m, j = h, M = g, N = _, P = v, F = y, ee = b, I = x;
	for (let e = 0; e < a; e += 2) S = S + E | 0, P = U(P ^ S, 16), A = A + P | 0, E = U(E ^ A, 12), S = S + E | 0, P = U(P ^ S, 8), A = A + P | 0, E = U(E ^ A, 7), C = C + D | 0, F = U(F ^ C, 16), j = j + F | 0, D = U(D ^ j, 12), C = C + D | 0, F = U(F ^ C, 8), j = j + F | 0, D = U(D ^ j, 7), w = w + O | 0, ee = U(ee ^ w, 16), M = M + ee | 0, O = U(O ^ M, 12), w = w + O | 0, ee = U(ee ^ w, 8), M = M + ee | 0, O = U(O ^ M, 7), T = T + k | 0, I = U(I ^ T, 16), N = N + I | 0, k = U(k ^ N, 12), T = T + k | 0, I = U(I ^ T, 8), N = N + I | 0, k = U(k ^ N, 7), S = S + D | 0, I = U(I ^ S, 16), M = M + I | 0, D = U(D ^ M, 12), S = S + D | 0, I = U(I ^ S, 8), M = M + I | 0, D = U(D ^ M, 7), C = C + O | 0, P = U(P ^ C, 16), N = N + P | 0, O = U(O ^ N, 12), C = C + O | 0, P = U(P ^ C, 8), N = N + P | 0, O = U(O ^ N, 7), w = w + k | 0, F = U(F ^ w, 16), A = A + F | 0, k = U(k ^ A, 12), w = w + k | 0, F = U(F ^ w, 8), A = A + F | 0, k = U(k ^ A, 7), T = T + E | 0, ee = U(ee ^ T, 16), j = j + ee | 0, E = U(E ^ j, 12), T = T + E | 0, ee = U(ee ^ T, 8), j = j + ee | 0, E = U(E ^ j, 7);
	let L = 0;
	r[L++] = o + S | 0, r[L++] = s + C | 0, r[L++] = c + w | 0, r[L++] = l + T | 0, r[L++] = u + E | 0, r[L++] = d + D | 0, r[L++] = f + O | 0, r[L++] = p + k | 0, r[L++] = m + A | 0, r[L++] = h + j | 0, r[L++] = g + M | 0, r[L++] = _ + N | 0, r[L++] = v + P | 0, r[L++] = y + F | 0, r[L++] = b + ee | 0, r[L++] = x + I | 0;
}
var sy = ty(oy, {
	counterRight: !1,
	counterLength: 4,
	allowShortKeys: !1
}), cy = /* @__PURE__ */ new Uint8Array(16), ly = (e, t) => {
	e.update(t);
	let n = t.length % 16;
	n && e.update(cy.subarray(n));
}, uy = /* @__PURE__ */ new Uint8Array(32);
function dy(e, t, n, r, i) {
	let a = e(t, n, uy), o = ay.create(a);
	i && ly(o, i), ly(o, r);
	let s = Vv(r.length, i ? i.length : 0, !0);
	o.update(s);
	let c = o.digest();
	return jv(a, s), c;
}
var fy = Rv({
	blockSize: 64,
	nonceLength: 12,
	tagLength: 16
}, ((e) => (t, n, r) => ({
	encrypt(i, a) {
		let o = i.length;
		a = zv(o + 16, a, !1), a.set(i);
		let s = a.subarray(0, -16);
		e(t, n, s, s, 1);
		let c = dy(e, t, n, s, r);
		return a.set(c, o), jv(c), a;
	},
	decrypt(i, a) {
		a = zv(i.length - 16, a, !1);
		let o = i.subarray(0, -16), s = i.subarray(-16), c = dy(e, t, n, o, r);
		if (!Lv(s, c)) throw Error("invalid tag");
		return a.set(i.subarray(0, -16)), e(t, n, a, a, 1), jv(c), a;
	}
}))(sy)), py = class extends Ig {
	constructor(e, t) {
		super(), this.finished = !1, this.destroyed = !1, hg(e);
		let n = Pg(t);
		if (this.iHash = e.create(), typeof this.iHash.update != "function") throw Error("Expected instance of class which extends utils.Hash");
		this.blockLen = this.iHash.blockLen, this.outputLen = this.iHash.outputLen;
		let r = this.blockLen, i = new Uint8Array(r);
		i.set(n.length > r ? e.create().update(n).digest() : n);
		for (let e = 0; e < i.length; e++) i[e] ^= 54;
		this.iHash.update(i), this.oHash = e.create();
		for (let e = 0; e < i.length; e++) i[e] ^= 106;
		this.oHash.update(i), yg(i);
	}
	update(e) {
		return gg(this), this.iHash.update(e), this;
	}
	digestInto(e) {
		gg(this), mg(e, this.outputLen), this.finished = !0, this.iHash.digestInto(e), this.oHash.update(e), this.oHash.digestInto(e), this.destroy();
	}
	digest() {
		let e = new Uint8Array(this.oHash.outputLen);
		return this.digestInto(e), e;
	}
	_cloneInto(e) {
		e ||= Object.create(Object.getPrototypeOf(this), {});
		let { oHash: t, iHash: n, finished: r, destroyed: i, blockLen: a, outputLen: o } = this;
		return e = e, e.finished = r, e.destroyed = i, e.blockLen = a, e.outputLen = o, e.oHash = t._cloneInto(e.oHash), e.iHash = n._cloneInto(e.iHash), e;
	}
	clone() {
		return this._cloneInto();
	}
	destroy() {
		this.destroyed = !0, this.oHash.destroy(), this.iHash.destroy();
	}
}, my = (e, t, n) => new py(e, t).update(n).digest();
my.create = (e, t) => new py(e, t);
function hy(e, t, n) {
	return hg(e), n === void 0 && (n = new Uint8Array(e.outputLen)), my(e, Pg(n), Pg(t));
}
var gy = Uint8Array.from([0]), _y = Uint8Array.of();
function vy(e, t, n, r = 32) {
	hg(e), pg(r);
	let i = e.outputLen;
	if (r > 255 * i) throw Error("Length should be <= 255*HashLen");
	let a = Math.ceil(r / i);
	n === void 0 && (n = _y);
	let o = new Uint8Array(a * i), s = my.create(e, t), c = s._cloneInto(), l = new Uint8Array(s.outputLen);
	for (let e = 0; e < a; e++) gy[0] = e + 1, c.update(e === 0 ? _y : l).update(n).update(gy).digestInto(l), o.set(l, i * e), s._cloneInto(c);
	return s.destroy(), c.destroy(), yg(l, gy), o.slice(0, r);
}
var yy = (e, t, n, r, i) => vy(e, hy(e, t, n), r, i), by = S_, xy = BigInt(0), Sy = BigInt(1);
function Cy(e, t) {
	if (typeof t != "boolean") throw Error(e + " boolean expected, got " + t);
}
function wy(e) {
	let t = e.toString(16);
	return t.length & 1 ? "0" + t : t;
}
function Ty(e) {
	if (typeof e != "string") throw Error("hex string expected, got " + typeof e);
	return e === "" ? xy : BigInt("0x" + e);
}
function Ey(e) {
	return Ty(kg(e));
}
function Dy(e) {
	return mg(e), Ty(kg(Uint8Array.from(e).reverse()));
}
function Oy(e, t) {
	return Mg(e.toString(16).padStart(t * 2, "0"));
}
function ky(e, t) {
	return Oy(e, t).reverse();
}
function Ay(e, t, n) {
	let r;
	if (typeof t == "string") try {
		r = Mg(t);
	} catch (t) {
		throw Error(e + " must be hex string or Uint8Array, cause: " + t);
	}
	else if (fg(t)) r = Uint8Array.from(t);
	else throw Error(e + " must be hex string or Uint8Array");
	let i = r.length;
	if (typeof n == "number" && i !== n) throw Error(e + " of length " + n + " expected, got " + i);
	return r;
}
var jy = (e) => typeof e == "bigint" && xy <= e;
function My(e, t, n) {
	return jy(e) && jy(t) && jy(n) && t <= e && e < n;
}
function Ny(e, t, n, r) {
	if (!My(t, n, r)) throw Error("expected valid " + e + ": " + n + " <= n < " + r + ", got " + t);
}
function Py(e) {
	let t = 0;
	for (; e > xy; e >>= Sy, t += 1);
	return t;
}
var Fy = (e) => (Sy << BigInt(e)) - Sy;
function Iy(e, t, n) {
	if (typeof e != "number" || e < 2) throw Error("hashLen must be a number");
	if (typeof t != "number" || t < 2) throw Error("qByteLen must be a number");
	if (typeof n != "function") throw Error("hmacFn must be a function");
	let r = (e) => new Uint8Array(e), i = (e) => Uint8Array.of(e), a = r(e), o = r(e), s = 0, c = () => {
		a.fill(1), o.fill(0), s = 0;
	}, l = (...e) => n(o, a, ...e), u = (e = r(0)) => {
		o = l(i(0), e), a = l(), e.length !== 0 && (o = l(i(1), e), a = l());
	}, d = () => {
		if (s++ >= 1e3) throw Error("drbg: tried 1000 values");
		let e = 0, n = [];
		for (; e < t;) {
			a = l();
			let t = a.slice();
			n.push(t), e += a.length;
		}
		return Fg(...n);
	};
	return (e, t) => {
		c(), u(e);
		let n;
		for (; !(n = t(d()));) u();
		return c(), n;
	};
}
function Ly(e, t, n = {}) {
	if (!e || typeof e != "object") throw Error("expected valid options object");
	function r(t, n, r) {
		let i = e[t];
		if (r && i === void 0) return;
		let a = typeof i;
		if (a !== n || i === null) throw Error(`param "${t}" is invalid: expected ${n}, got ${a}`);
	}
	Object.entries(t).forEach(([e, t]) => r(e, t, !1)), Object.entries(n).forEach(([e, t]) => r(e, t, !0));
}
function Ry(e) {
	let t = /* @__PURE__ */ new WeakMap();
	return (n, ...r) => {
		let i = t.get(n);
		if (i !== void 0) return i;
		let a = e(n, ...r);
		return t.set(n, a), a;
	};
}
var zy = BigInt(0), By = BigInt(1), Vy = BigInt(2), Hy = BigInt(3), Uy = BigInt(4), Wy = BigInt(5), Gy = BigInt(8);
function Ky(e, t) {
	let n = e % t;
	return n >= zy ? n : t + n;
}
function qy(e, t, n) {
	let r = e;
	for (; t-- > zy;) r *= r, r %= n;
	return r;
}
function Jy(e, t) {
	if (e === zy) throw Error("invert: expected non-zero number");
	if (t <= zy) throw Error("invert: expected positive modulus, got " + t);
	let n = Ky(e, t), r = t, i = zy, a = By;
	for (; n !== zy;) {
		let e = r / n, t = r % n, o = i - a * e;
		r = n, n = t, i = a, a = o;
	}
	if (r !== By) throw Error("invert: does not exist");
	return Ky(i, t);
}
function Yy(e, t) {
	let n = (e.ORDER + By) / Uy, r = e.pow(t, n);
	if (!e.eql(e.sqr(r), t)) throw Error("Cannot find square root");
	return r;
}
function Xy(e, t) {
	let n = (e.ORDER - Wy) / Gy, r = e.mul(t, Vy), i = e.pow(r, n), a = e.mul(t, i), o = e.mul(e.mul(a, Vy), i), s = e.mul(a, e.sub(o, e.ONE));
	if (!e.eql(e.sqr(s), t)) throw Error("Cannot find square root");
	return s;
}
function Zy(e) {
	if (e < BigInt(3)) throw Error("sqrt is not defined for small field");
	let t = e - By, n = 0;
	for (; t % Vy === zy;) t /= Vy, n++;
	let r = Vy, i = ab(e);
	for (; rb(i, r) === 1;) if (r++ > 1e3) throw Error("Cannot find square root: probably non-prime P");
	if (n === 1) return Yy;
	let a = i.pow(r, t), o = (t + By) / Vy;
	return function(e, r) {
		if (e.is0(r)) return r;
		if (rb(e, r) !== 1) throw Error("Cannot find square root");
		let i = n, s = e.mul(e.ONE, a), c = e.pow(r, t), l = e.pow(r, o);
		for (; !e.eql(c, e.ONE);) {
			if (e.is0(c)) return e.ZERO;
			let t = 1, n = e.sqr(c);
			for (; !e.eql(n, e.ONE);) if (t++, n = e.sqr(n), t === i) throw Error("Cannot find square root");
			let r = By << BigInt(i - t - 1), a = e.pow(s, r);
			i = t, s = e.sqr(a), c = e.mul(c, s), l = e.mul(l, a);
		}
		return l;
	};
}
function Qy(e) {
	return e % Uy === Hy ? Yy : e % Gy === Wy ? Xy : Zy(e);
}
var $y = [
	"create",
	"isValid",
	"is0",
	"neg",
	"inv",
	"sqrt",
	"sqr",
	"eql",
	"add",
	"sub",
	"mul",
	"pow",
	"div",
	"addN",
	"subN",
	"mulN",
	"sqrN"
];
function eb(e) {
	return Ly(e, $y.reduce((e, t) => (e[t] = "function", e), {
		ORDER: "bigint",
		MASK: "bigint",
		BYTES: "number",
		BITS: "number"
	})), e;
}
function tb(e, t, n) {
	if (n < zy) throw Error("invalid exponent, negatives unsupported");
	if (n === zy) return e.ONE;
	if (n === By) return t;
	let r = e.ONE, i = t;
	for (; n > zy;) n & By && (r = e.mul(r, i)), i = e.sqr(i), n >>= By;
	return r;
}
function nb(e, t, n = !1) {
	let r = Array(t.length).fill(n ? e.ZERO : void 0), i = t.reduce((t, n, i) => e.is0(n) ? t : (r[i] = t, e.mul(t, n)), e.ONE), a = e.inv(i);
	return t.reduceRight((t, n, i) => e.is0(n) ? t : (r[i] = e.mul(t, r[i]), e.mul(t, n)), a), r;
}
function rb(e, t) {
	let n = (e.ORDER - By) / Vy, r = e.pow(t, n), i = e.eql(r, e.ONE), a = e.eql(r, e.ZERO), o = e.eql(r, e.neg(e.ONE));
	if (!i && !a && !o) throw Error("invalid Legendre symbol result");
	return i ? 1 : a ? 0 : -1;
}
function ib(e, t) {
	t !== void 0 && pg(t);
	let n = t === void 0 ? e.toString(2).length : t;
	return {
		nBitLength: n,
		nByteLength: Math.ceil(n / 8)
	};
}
function ab(e, t, n = !1, r = {}) {
	if (e <= zy) throw Error("invalid field: expected ORDER > 0, got " + e);
	let i, a;
	if (typeof t == "object" && t) {
		if (r.sqrt || n) throw Error("cannot specify opts in two arguments");
		let e = t;
		e.BITS && (i = e.BITS), e.sqrt && (a = e.sqrt), typeof e.isLE == "boolean" && (n = e.isLE);
	} else typeof t == "number" && (i = t), r.sqrt && (a = r.sqrt);
	let { nBitLength: o, nByteLength: s } = ib(e, i);
	if (s > 2048) throw Error("invalid field: expected ORDER of <= 2048 bytes");
	let c, l = Object.freeze({
		ORDER: e,
		isLE: n,
		BITS: o,
		BYTES: s,
		MASK: Fy(o),
		ZERO: zy,
		ONE: By,
		create: (t) => Ky(t, e),
		isValid: (t) => {
			if (typeof t != "bigint") throw Error("invalid field element: expected bigint, got " + typeof t);
			return zy <= t && t < e;
		},
		is0: (e) => e === zy,
		isValidNot0: (e) => !l.is0(e) && l.isValid(e),
		isOdd: (e) => (e & By) === By,
		neg: (t) => Ky(-t, e),
		eql: (e, t) => e === t,
		sqr: (t) => Ky(t * t, e),
		add: (t, n) => Ky(t + n, e),
		sub: (t, n) => Ky(t - n, e),
		mul: (t, n) => Ky(t * n, e),
		pow: (e, t) => tb(l, e, t),
		div: (t, n) => Ky(t * Jy(n, e), e),
		sqrN: (e) => e * e,
		addN: (e, t) => e + t,
		subN: (e, t) => e - t,
		mulN: (e, t) => e * t,
		inv: (t) => Jy(t, e),
		sqrt: a || ((t) => (c ||= Qy(e), c(l, t))),
		toBytes: (e) => n ? ky(e, s) : Oy(e, s),
		fromBytes: (e) => {
			if (e.length !== s) throw Error("Field.fromBytes: expected " + s + " bytes, got " + e.length);
			return n ? Dy(e) : Ey(e);
		},
		invertBatch: (e) => nb(l, e),
		cmov: (e, t, n) => n ? t : e
	});
	return Object.freeze(l);
}
function ob(e) {
	if (typeof e != "bigint") throw Error("field order must be bigint");
	let t = e.toString(2).length;
	return Math.ceil(t / 8);
}
function sb(e) {
	let t = ob(e);
	return t + Math.ceil(t / 2);
}
function cb(e, t, n = !1) {
	let r = e.length, i = ob(t), a = sb(t);
	if (r < 16 || r < a || r > 1024) throw Error("expected " + a + "-1024 bytes of input, got " + r);
	let o = Ky(n ? Dy(e) : Ey(e), t - By) + By;
	return n ? ky(o, i) : Oy(o, i);
}
var lb = BigInt(0), ub = BigInt(1);
function db(e, t) {
	let n = t.negate();
	return e ? n : t;
}
function fb(e, t, n) {
	let r = t === "pz" ? (e) => e.pz : (e) => e.ez, i = nb(e.Fp, n.map(r));
	return n.map((e, t) => e.toAffine(i[t])).map(e.fromAffine);
}
function pb(e, t) {
	if (!Number.isSafeInteger(e) || e <= 0 || e > t) throw Error("invalid window size, expected [1.." + t + "], got W=" + e);
}
function mb(e, t) {
	pb(e, t);
	let n = Math.ceil(t / e) + 1, r = 2 ** (e - 1), i = 2 ** e;
	return {
		windows: n,
		windowSize: r,
		mask: Fy(e),
		maxNumber: i,
		shiftBy: BigInt(e)
	};
}
function hb(e, t, n) {
	let { windowSize: r, mask: i, maxNumber: a, shiftBy: o } = n, s = Number(e & i), c = e >> o;
	s > r && (s -= a, c += ub);
	let l = t * r, u = l + Math.abs(s) - 1, d = s === 0, f = s < 0, p = t % 2 != 0;
	return {
		nextN: c,
		offset: u,
		isZero: d,
		isNeg: f,
		isNegF: p,
		offsetF: l
	};
}
function gb(e, t) {
	if (!Array.isArray(e)) throw Error("array expected");
	e.forEach((e, n) => {
		if (!(e instanceof t)) throw Error("invalid point at index " + n);
	});
}
function _b(e, t) {
	if (!Array.isArray(e)) throw Error("array of scalars expected");
	e.forEach((e, n) => {
		if (!t.isValid(e)) throw Error("invalid scalar at index " + n);
	});
}
var vb = /* @__PURE__ */ new WeakMap(), yb = /* @__PURE__ */ new WeakMap();
function bb(e) {
	return yb.get(e) || 1;
}
function xb(e) {
	if (e !== lb) throw Error("invalid wNAF");
}
function Sb(e, t) {
	return {
		constTimeNegate: db,
		hasPrecomputes(e) {
			return bb(e) !== 1;
		},
		unsafeLadder(t, n, r = e.ZERO) {
			let i = t;
			for (; n > lb;) n & ub && (r = r.add(i)), i = i.double(), n >>= ub;
			return r;
		},
		precomputeWindow(e, n) {
			let { windows: r, windowSize: i } = mb(n, t), a = [], o = e, s = o;
			for (let e = 0; e < r; e++) {
				s = o, a.push(s);
				for (let e = 1; e < i; e++) s = s.add(o), a.push(s);
				o = s.double();
			}
			return a;
		},
		wNAF(n, r, i) {
			let a = e.ZERO, o = e.BASE, s = mb(n, t);
			for (let e = 0; e < s.windows; e++) {
				let { nextN: t, offset: n, isZero: c, isNeg: l, isNegF: u, offsetF: d } = hb(i, e, s);
				i = t, c ? o = o.add(db(u, r[d])) : a = a.add(db(l, r[n]));
			}
			return xb(i), {
				p: a,
				f: o
			};
		},
		wNAFUnsafe(n, r, i, a = e.ZERO) {
			let o = mb(n, t);
			for (let e = 0; e < o.windows && i !== lb; e++) {
				let { nextN: t, offset: n, isZero: s, isNeg: c } = hb(i, e, o);
				if (i = t, !s) {
					let e = r[n];
					a = a.add(c ? e.negate() : e);
				}
			}
			return xb(i), a;
		},
		getPrecomputes(e, t, n) {
			let r = vb.get(t);
			return r || (r = this.precomputeWindow(t, e), e !== 1 && (typeof n == "function" && (r = n(r)), vb.set(t, r))), r;
		},
		wNAFCached(e, t, n) {
			let r = bb(e);
			return this.wNAF(r, this.getPrecomputes(r, e, n), t);
		},
		wNAFCachedUnsafe(e, t, n, r) {
			let i = bb(e);
			return i === 1 ? this.unsafeLadder(e, t, r) : this.wNAFUnsafe(i, this.getPrecomputes(i, e, n), t, r);
		},
		setWindowSize(e, n) {
			pb(n, t), yb.set(e, n), vb.delete(e);
		}
	};
}
function Cb(e, t, n, r) {
	let i = t, a = e.ZERO, o = e.ZERO;
	for (; n > lb || r > lb;) n & ub && (a = a.add(i)), r & ub && (o = o.add(i)), i = i.double(), n >>= ub, r >>= ub;
	return {
		p1: a,
		p2: o
	};
}
function wb(e, t, n, r) {
	gb(n, e), _b(r, t);
	let i = n.length, a = r.length;
	if (i !== a) throw Error("arrays of points and scalars must have equal length");
	let o = e.ZERO, s = Py(BigInt(i)), c = 1;
	s > 12 ? c = s - 3 : s > 4 ? c = s - 2 : s > 0 && (c = 2);
	let l = Fy(c), u = Array(Number(l) + 1).fill(o), d = Math.floor((t.BITS - 1) / c) * c, f = o;
	for (let e = d; e >= 0; e -= c) {
		u.fill(o);
		for (let t = 0; t < a; t++) {
			let i = r[t], a = Number(i >> BigInt(e) & l);
			u[a] = u[a].add(n[t]);
		}
		let t = o;
		for (let e = u.length - 1, n = o; e > 0; e--) n = n.add(u[e]), t = t.add(n);
		if (f = f.add(t), e !== 0) for (let e = 0; e < c; e++) f = f.double();
	}
	return f;
}
function Tb(e, t) {
	if (t) {
		if (t.ORDER !== e) throw Error("Field.ORDER must match order: Fp == p, Fn == n");
		return eb(t), t;
	}
	return ab(e);
}
function Eb(e, t, n = {}) {
	if (!t || typeof t != "object") throw Error(`expected valid ${e} CURVE object`);
	for (let e of [
		"p",
		"n",
		"h"
	]) {
		let n = t[e];
		if (!(typeof n == "bigint" && n > lb)) throw Error(`CURVE.${e} must be positive bigint`);
	}
	let r = Tb(t.p, n.Fp), i = Tb(t.n, n.Fn), a = [
		"Gx",
		"Gy",
		"a",
		e === "weierstrass" ? "b" : "d"
	];
	for (let e of a) if (!r.isValid(t[e])) throw Error(`CURVE.${e} must be valid field element of CURVE.Fp`);
	return {
		Fp: r,
		Fn: i
	};
}
var Db = BigInt(0), Ob = BigInt(1), kb = BigInt(2);
function Ab(e) {
	return Ly(e, {
		adjustScalarBytes: "function",
		powPminus2: "function"
	}), Object.freeze({ ...e });
}
function jb(e) {
	let { P: t, type: n, adjustScalarBytes: r, powPminus2: i, randomBytes: a } = Ab(e), o = n === "x25519";
	if (!o && n !== "x448") throw Error("invalid type");
	let s = a || zg, c = o ? 255 : 448, l = o ? 32 : 56, u = BigInt(o ? 9 : 5), d = BigInt(o ? 121665 : 39081), f = o ? kb ** BigInt(254) : kb ** BigInt(447), p = f + (o ? BigInt(8) * kb ** BigInt(251) - Ob : BigInt(4) * kb ** BigInt(445) - Ob) + Ob, m = (e) => Ky(e, t), h = g(u);
	function g(e) {
		return ky(m(e), l);
	}
	function _(e) {
		let t = Ay("u coordinate", e, l);
		return o && (t[31] &= 127), m(Dy(t));
	}
	function v(e) {
		return Dy(r(Ay("scalar", e, l)));
	}
	function y(e, t) {
		let n = S(_(t), v(e));
		if (n === Db) throw Error("invalid private or public key received");
		return g(n);
	}
	function b(e) {
		return y(e, h);
	}
	function x(e, t, n) {
		let r = m(e * (t - n));
		return t = m(t - r), n = m(n + r), {
			x_2: t,
			x_3: n
		};
	}
	function S(e, n) {
		Ny("u", e, Db, t), Ny("scalar", n, f, p);
		let r = n, a = e, o = Ob, s = Db, l = e, u = Ob, h = Db;
		for (let e = BigInt(c - 1); e >= Db; e--) {
			let t = r >> e & Ob;
			h ^= t, {x_2: o, x_3: l} = x(h, o, l), {x_2: s, x_3: u} = x(h, s, u), h = t;
			let n = o + s, i = m(n * n), c = o - s, f = m(c * c), p = i - f, g = l + u, _ = l - u, v = m(_ * n), y = m(g * c), b = v + y, S = v - y;
			l = m(b * b), u = m(a * m(S * S)), o = m(i * f), s = m(p * (i + m(d * p)));
		}
		({x_2: o, x_3: l} = x(h, o, l)), {x_2: s, x_3: u} = x(h, s, u);
		let g = i(s);
		return m(o * g);
	}
	return {
		scalarMult: y,
		scalarMultBase: b,
		getSharedSecret: (e, t) => y(e, t),
		getPublicKey: (e) => b(e),
		utils: { randomPrivateKey: () => s(l) },
		GuBytes: h.slice()
	};
}
var Mb = BigInt(1), Nb = BigInt(2), Pb = BigInt(3), Fb = BigInt(5), Ib = {
	p: BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed"),
	n: BigInt("0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"),
	h: BigInt(8),
	a: BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"),
	d: BigInt("0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3"),
	Gx: BigInt("0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a"),
	Gy: BigInt("0x6666666666666666666666666666666666666666666666666666666666666658")
};
function Lb(e) {
	let t = BigInt(10), n = BigInt(20), r = BigInt(40), i = BigInt(80), a = Ib.p, o = e * e % a * e % a, s = qy(qy(o, Nb, a) * o % a, Mb, a) * e % a, c = qy(s, Fb, a) * s % a, l = qy(c, t, a) * c % a, u = qy(l, n, a) * l % a, d = qy(u, r, a) * u % a;
	return {
		pow_p_5_8: qy(qy(qy(qy(d, i, a) * d % a, i, a) * d % a, t, a) * c % a, Nb, a) * e % a,
		b2: o
	};
}
function Rb(e) {
	return e[0] &= 248, e[31] &= 127, e[31] |= 64, e;
}
var zb = (() => {
	let e = Ib.p;
	return jb({
		P: e,
		type: "x25519",
		powPminus2: (t) => {
			let { pow_p_5_8: n, b2: r } = Lb(t);
			return Ky(qy(n, Pb, e) * r, e);
		},
		adjustScalarBytes: Rb
	});
})();
function Bb(e) {
	e.lowS !== void 0 && Cy("lowS", e.lowS), e.prehash !== void 0 && Cy("prehash", e.prehash);
}
var Vb = {
	Err: class extends Error {
		constructor(e = "") {
			super(e);
		}
	},
	_tlv: {
		encode: (e, t) => {
			let { Err: n } = Vb;
			if (e < 0 || e > 256) throw new n("tlv.encode: wrong tag");
			if (t.length & 1) throw new n("tlv.encode: unpadded data");
			let r = t.length / 2, i = wy(r);
			if (i.length / 2 & 128) throw new n("tlv.encode: long form length too big");
			let a = r > 127 ? wy(i.length / 2 | 128) : "";
			return wy(e) + a + i + t;
		},
		decode(e, t) {
			let { Err: n } = Vb, r = 0;
			if (e < 0 || e > 256) throw new n("tlv.encode: wrong tag");
			if (t.length < 2 || t[r++] !== e) throw new n("tlv.decode: wrong tlv");
			let i = t[r++], a = !!(i & 128), o = 0;
			if (!a) o = i;
			else {
				let e = i & 127;
				if (!e) throw new n("tlv.decode(long): indefinite length not supported");
				if (e > 4) throw new n("tlv.decode(long): byte length is too big");
				let a = t.subarray(r, r + e);
				if (a.length !== e) throw new n("tlv.decode: length bytes not complete");
				if (a[0] === 0) throw new n("tlv.decode(long): zero leftmost byte");
				for (let e of a) o = o << 8 | e;
				if (r += e, o < 128) throw new n("tlv.decode(long): not minimal encoding");
			}
			let s = t.subarray(r, r + o);
			if (s.length !== o) throw new n("tlv.decode: wrong value length");
			return {
				v: s,
				l: t.subarray(r + o)
			};
		}
	},
	_int: {
		encode(e) {
			let { Err: t } = Vb;
			if (e < Hb) throw new t("integer: negative integers are not allowed");
			let n = wy(e);
			if (Number.parseInt(n[0], 16) & 8 && (n = "00" + n), n.length & 1) throw new t("unexpected DER parsing assertion: unpadded hex");
			return n;
		},
		decode(e) {
			let { Err: t } = Vb;
			if (e[0] & 128) throw new t("invalid signature integer: negative");
			if (e[0] === 0 && !(e[1] & 128)) throw new t("invalid signature integer: unnecessary leading zero");
			return Ey(e);
		}
	},
	toSig(e) {
		let { Err: t, _int: n, _tlv: r } = Vb, i = Ay("signature", e), { v: a, l: o } = r.decode(48, i);
		if (o.length) throw new t("invalid signature: left bytes after parsing");
		let { v: s, l: c } = r.decode(2, a), { v: l, l: u } = r.decode(2, c);
		if (u.length) throw new t("invalid signature: left bytes after parsing");
		return {
			r: n.decode(s),
			s: n.decode(l)
		};
	},
	hexFromSig(e) {
		let { _tlv: t, _int: n } = Vb, r = t.encode(2, n.encode(e.r)) + t.encode(2, n.encode(e.s));
		return t.encode(48, r);
	}
}, Hb = BigInt(0), Ub = BigInt(1), Wb = BigInt(2), Gb = BigInt(3), Kb = BigInt(4);
function qb(e, t, n) {
	function r(r) {
		let i = e.sqr(r), a = e.mul(i, r);
		return e.add(e.add(a, e.mul(r, t)), n);
	}
	return r;
}
function Jb(e, t, n) {
	let { BYTES: r } = e;
	function i(i) {
		let a;
		if (typeof i == "bigint") a = i;
		else {
			let n = Ay("private key", i);
			if (t) {
				if (!t.includes(n.length * 2)) throw Error("invalid private key");
				let e = new Uint8Array(r);
				e.set(n, e.length - n.length), n = e;
			}
			try {
				a = e.fromBytes(n);
			} catch {
				throw Error(`invalid private key: expected ui8a of size ${r}, got ${typeof i}`);
			}
		}
		if (n && (a = e.create(a)), !e.isValidNot0(a)) throw Error("invalid private key: out of range [1..N-1]");
		return a;
	}
	return i;
}
function Yb(e, t = {}) {
	let { Fp: n, Fn: r } = Eb("weierstrass", e, t), { h: i, n: a } = e;
	Ly(t, {}, {
		allowInfinityPoint: "boolean",
		clearCofactor: "function",
		isTorsionFree: "function",
		fromBytes: "function",
		toBytes: "function",
		endo: "object",
		wrapPrivateKey: "boolean"
	});
	let { endo: o } = t;
	if (o && (!n.is0(e.a) || typeof o.beta != "bigint" || typeof o.splitScalar != "function")) throw Error("invalid endo: expected \"beta\": bigint and \"splitScalar\": function");
	function s() {
		if (!n.isOdd) throw Error("compression is not supported: Field does not have .isOdd()");
	}
	function c(e, t, r) {
		let { x: i, y: a } = t.toAffine(), o = n.toBytes(i);
		return Cy("isCompressed", r), r ? (s(), Fg(Xb(!n.isOdd(a)), o)) : Fg(Uint8Array.of(4), o, n.toBytes(a));
	}
	function l(e) {
		mg(e);
		let t = n.BYTES, r = t + 1, i = 2 * t + 1, a = e.length, o = e[0], c = e.subarray(1);
		if (a === r && (o === 2 || o === 3)) {
			let e = n.fromBytes(c);
			if (!n.isValid(e)) throw Error("bad point: is not on curve, wrong x");
			let t = f(e), r;
			try {
				r = n.sqrt(t);
			} catch (e) {
				let t = e instanceof Error ? ": " + e.message : "";
				throw Error("bad point: is not on curve, sqrt error" + t);
			}
			s();
			let i = n.isOdd(r);
			return (o & 1) == 1 !== i && (r = n.neg(r)), {
				x: e,
				y: r
			};
		}
		if (a === i && o === 4) {
			let e = n.fromBytes(c.subarray(t * 0, t * 1)), r = n.fromBytes(c.subarray(t * 1, t * 2));
			if (!p(e, r)) throw Error("bad point: is not on curve");
			return {
				x: e,
				y: r
			};
		}
		throw Error(`bad point: got length ${a}, expected compressed=${r} or uncompressed=${i}`);
	}
	let u = t.toBytes || c, d = t.fromBytes || l, f = qb(n, e.a, e.b);
	function p(e, t) {
		let r = n.sqr(t), i = f(e);
		return n.eql(r, i);
	}
	if (!p(e.Gx, e.Gy)) throw Error("bad curve params: generator point");
	let m = n.mul(n.pow(e.a, Gb), Kb), h = n.mul(n.sqr(e.b), BigInt(27));
	if (n.is0(n.add(m, h))) throw Error("bad curve params: a or b");
	function g(e, t, r = !1) {
		if (!n.isValid(t) || r && n.is0(t)) throw Error(`bad point coordinate ${e}`);
		return t;
	}
	function _(e) {
		if (!(e instanceof x)) throw Error("ProjectivePoint expected");
	}
	let v = Ry((e, t) => {
		let { px: r, py: i, pz: a } = e;
		if (n.eql(a, n.ONE)) return {
			x: r,
			y: i
		};
		let o = e.is0();
		t ??= o ? n.ONE : n.inv(a);
		let s = n.mul(r, t), c = n.mul(i, t), l = n.mul(a, t);
		if (o) return {
			x: n.ZERO,
			y: n.ZERO
		};
		if (!n.eql(l, n.ONE)) throw Error("invZ was invalid");
		return {
			x: s,
			y: c
		};
	}), y = Ry((e) => {
		if (e.is0()) {
			if (t.allowInfinityPoint && !n.is0(e.py)) return;
			throw Error("bad point: ZERO");
		}
		let { x: r, y: i } = e.toAffine();
		if (!n.isValid(r) || !n.isValid(i)) throw Error("bad point: x or y not field elements");
		if (!p(r, i)) throw Error("bad point: equation left != right");
		if (!e.isTorsionFree()) throw Error("bad point: not in prime-order subgroup");
		return !0;
	});
	function b(e, t, r, i, a) {
		return r = new x(n.mul(r.px, e), r.py, r.pz), t = db(i, t), r = db(a, r), t.add(r);
	}
	class x {
		constructor(e, t, n) {
			this.px = g("x", e), this.py = g("y", t, !0), this.pz = g("z", n), Object.freeze(this);
		}
		static fromAffine(e) {
			let { x: t, y: r } = e || {};
			if (!e || !n.isValid(t) || !n.isValid(r)) throw Error("invalid affine point");
			if (e instanceof x) throw Error("projective point not allowed");
			return n.is0(t) && n.is0(r) ? x.ZERO : new x(t, r, n.ONE);
		}
		get x() {
			return this.toAffine().x;
		}
		get y() {
			return this.toAffine().y;
		}
		static normalizeZ(e) {
			return fb(x, "pz", e);
		}
		static fromBytes(e) {
			return mg(e), x.fromHex(e);
		}
		static fromHex(e) {
			let t = x.fromAffine(d(Ay("pointHex", e)));
			return t.assertValidity(), t;
		}
		static fromPrivateKey(e) {
			let n = Jb(r, t.allowedPrivateKeyLengths, t.wrapPrivateKey);
			return x.BASE.multiply(n(e));
		}
		static msm(e, t) {
			return wb(x, r, e, t);
		}
		precompute(e = 8, t = !0) {
			return C.setWindowSize(this, e), t || this.multiply(Gb), this;
		}
		_setWindowSize(e) {
			this.precompute(e);
		}
		assertValidity() {
			y(this);
		}
		hasEvenY() {
			let { y: e } = this.toAffine();
			if (!n.isOdd) throw Error("Field doesn't support isOdd");
			return !n.isOdd(e);
		}
		equals(e) {
			_(e);
			let { px: t, py: r, pz: i } = this, { px: a, py: o, pz: s } = e, c = n.eql(n.mul(t, s), n.mul(a, i)), l = n.eql(n.mul(r, s), n.mul(o, i));
			return c && l;
		}
		negate() {
			return new x(this.px, n.neg(this.py), this.pz);
		}
		double() {
			let { a: t, b: r } = e, i = n.mul(r, Gb), { px: a, py: o, pz: s } = this, c = n.ZERO, l = n.ZERO, u = n.ZERO, d = n.mul(a, a), f = n.mul(o, o), p = n.mul(s, s), m = n.mul(a, o);
			return m = n.add(m, m), u = n.mul(a, s), u = n.add(u, u), c = n.mul(t, u), l = n.mul(i, p), l = n.add(c, l), c = n.sub(f, l), l = n.add(f, l), l = n.mul(c, l), c = n.mul(m, c), u = n.mul(i, u), p = n.mul(t, p), m = n.sub(d, p), m = n.mul(t, m), m = n.add(m, u), u = n.add(d, d), d = n.add(u, d), d = n.add(d, p), d = n.mul(d, m), l = n.add(l, d), p = n.mul(o, s), p = n.add(p, p), d = n.mul(p, m), c = n.sub(c, d), u = n.mul(p, f), u = n.add(u, u), u = n.add(u, u), new x(c, l, u);
		}
		add(t) {
			_(t);
			let { px: r, py: i, pz: a } = this, { px: o, py: s, pz: c } = t, l = n.ZERO, u = n.ZERO, d = n.ZERO, f = e.a, p = n.mul(e.b, Gb), m = n.mul(r, o), h = n.mul(i, s), g = n.mul(a, c), v = n.add(r, i), y = n.add(o, s);
			v = n.mul(v, y), y = n.add(m, h), v = n.sub(v, y), y = n.add(r, a);
			let b = n.add(o, c);
			return y = n.mul(y, b), b = n.add(m, g), y = n.sub(y, b), b = n.add(i, a), l = n.add(s, c), b = n.mul(b, l), l = n.add(h, g), b = n.sub(b, l), d = n.mul(f, y), l = n.mul(p, g), d = n.add(l, d), l = n.sub(h, d), d = n.add(h, d), u = n.mul(l, d), h = n.add(m, m), h = n.add(h, m), g = n.mul(f, g), y = n.mul(p, y), h = n.add(h, g), g = n.sub(m, g), g = n.mul(f, g), y = n.add(y, g), m = n.mul(h, y), u = n.add(u, m), m = n.mul(b, y), l = n.mul(v, l), l = n.sub(l, m), m = n.mul(v, h), d = n.mul(b, d), d = n.add(d, m), new x(l, u, d);
		}
		subtract(e) {
			return this.add(e.negate());
		}
		is0() {
			return this.equals(x.ZERO);
		}
		multiply(e) {
			let { endo: n } = t;
			if (!r.isValidNot0(e)) throw Error("invalid scalar: out of range");
			let i, a, o = (e) => C.wNAFCached(this, e, x.normalizeZ);
			if (n) {
				let { k1neg: t, k1: r, k2neg: s, k2: c } = n.splitScalar(e), { p: l, f: u } = o(r), { p: d, f } = o(c);
				a = u.add(f), i = b(n.beta, l, d, t, s);
			} else {
				let { p: t, f: n } = o(e);
				i = t, a = n;
			}
			return x.normalizeZ([i, a])[0];
		}
		multiplyUnsafe(e) {
			let { endo: n } = t, i = this;
			if (!r.isValid(e)) throw Error("invalid scalar: out of range");
			if (e === Hb || i.is0()) return x.ZERO;
			if (e === Ub) return i;
			if (C.hasPrecomputes(this)) return this.multiply(e);
			if (n) {
				let { k1neg: t, k1: r, k2neg: a, k2: o } = n.splitScalar(e), { p1: s, p2: c } = Cb(x, i, r, o);
				return b(n.beta, s, c, t, a);
			}
			return C.wNAFCachedUnsafe(i, e);
		}
		multiplyAndAddUnsafe(e, t, n) {
			let r = this.multiplyUnsafe(t).add(e.multiplyUnsafe(n));
			return r.is0() ? void 0 : r;
		}
		toAffine(e) {
			return v(this, e);
		}
		isTorsionFree() {
			let { isTorsionFree: e } = t;
			return i === Ub ? !0 : e ? e(x, this) : C.wNAFCachedUnsafe(this, a).is0();
		}
		clearCofactor() {
			let { clearCofactor: e } = t;
			return i === Ub ? this : e ? e(x, this) : this.multiplyUnsafe(i);
		}
		toBytes(e = !0) {
			return Cy("isCompressed", e), this.assertValidity(), u(x, this, e);
		}
		toRawBytes(e = !0) {
			return this.toBytes(e);
		}
		toHex(e = !0) {
			return kg(this.toBytes(e));
		}
		toString() {
			return `<Point ${this.is0() ? "ZERO" : this.toHex()}>`;
		}
	}
	x.BASE = new x(e.Gx, e.Gy, n.ONE), x.ZERO = new x(n.ZERO, n.ONE, n.ZERO), x.Fp = n, x.Fn = r;
	let S = r.BITS, C = Sb(x, t.endo ? Math.ceil(S / 2) : S);
	return x;
}
function Xb(e) {
	return Uint8Array.of(e ? 2 : 3);
}
function Zb(e, t, n = {}) {
	Ly(t, { hash: "function" }, {
		hmac: "function",
		lowS: "boolean",
		randomBytes: "function",
		bits2int: "function",
		bits2int_modN: "function"
	});
	let r = t.randomBytes || zg, i = t.hmac || ((e, ...n) => my(t.hash, e, Fg(...n))), { Fp: a, Fn: o } = e, { ORDER: s, BITS: c } = o;
	function l(e) {
		return e > s >> Ub;
	}
	function u(e) {
		return l(e) ? o.neg(e) : e;
	}
	function d(e, t) {
		if (!o.isValidNot0(t)) throw Error(`invalid signature ${e}: out of range 1..CURVE.n`);
	}
	class f {
		constructor(e, t, n) {
			d("r", e), d("s", t), this.r = e, this.s = t, n != null && (this.recovery = n), Object.freeze(this);
		}
		static fromCompact(e) {
			let t = o.BYTES, n = Ay("compactSignature", e, t * 2);
			return new f(o.fromBytes(n.subarray(0, t)), o.fromBytes(n.subarray(t, t * 2)));
		}
		static fromDER(e) {
			let { r: t, s: n } = Vb.toSig(Ay("DER", e));
			return new f(t, n);
		}
		assertValidity() {}
		addRecoveryBit(e) {
			return new f(this.r, this.s, e);
		}
		recoverPublicKey(t) {
			let n = a.ORDER, { r, s: i, recovery: c } = this;
			if (c == null || ![
				0,
				1,
				2,
				3
			].includes(c)) throw Error("recovery id invalid");
			if (s * Wb < n && c > 1) throw Error("recovery id is ambiguous for h>1 curve");
			let l = c === 2 || c === 3 ? r + s : r;
			if (!a.isValid(l)) throw Error("recovery id 2 or 3 invalid");
			let u = a.toBytes(l), d = e.fromHex(Fg(Xb(!(c & 1)), u)), f = o.inv(l), p = y(Ay("msgHash", t)), m = o.create(-p * f), h = o.create(i * f), g = e.BASE.multiplyUnsafe(m).add(d.multiplyUnsafe(h));
			if (g.is0()) throw Error("point at infinify");
			return g.assertValidity(), g;
		}
		hasHighS() {
			return l(this.s);
		}
		normalizeS() {
			return this.hasHighS() ? new f(this.r, o.neg(this.s), this.recovery) : this;
		}
		toBytes(e) {
			if (e === "compact") return Fg(o.toBytes(this.r), o.toBytes(this.s));
			if (e === "der") return Mg(Vb.hexFromSig(this));
			throw Error("invalid format");
		}
		toDERRawBytes() {
			return this.toBytes("der");
		}
		toDERHex() {
			return kg(this.toBytes("der"));
		}
		toCompactRawBytes() {
			return this.toBytes("compact");
		}
		toCompactHex() {
			return kg(this.toBytes("compact"));
		}
	}
	let p = Jb(o, n.allowedPrivateKeyLengths, n.wrapPrivateKey), m = {
		isValidPrivateKey(e) {
			try {
				return p(e), !0;
			} catch {
				return !1;
			}
		},
		normPrivateKeyToScalar: p,
		randomPrivateKey: () => {
			let e = s;
			return cb(r(sb(e)), e);
		},
		precompute(t = 8, n = e.BASE) {
			return n.precompute(t, !1);
		}
	};
	function h(t, n = !0) {
		return e.fromPrivateKey(t).toBytes(n);
	}
	function g(t) {
		if (typeof t == "bigint") return !1;
		if (t instanceof e) return !0;
		let r = Ay("key", t).length, i = a.BYTES, s = i + 1, c = 2 * i + 1;
		if (!(n.allowedPrivateKeyLengths || o.BYTES === s)) return r === s || r === c;
	}
	function _(t, n, r = !0) {
		if (g(t) === !0) throw Error("first arg must be private key");
		if (g(n) === !1) throw Error("second arg must be public key");
		return e.fromHex(n).multiply(p(t)).toBytes(r);
	}
	let v = t.bits2int || function(e) {
		if (e.length > 8192) throw Error("input is too large");
		let t = Ey(e), n = e.length * 8 - c;
		return n > 0 ? t >> BigInt(n) : t;
	}, y = t.bits2int_modN || function(e) {
		return o.create(v(e));
	}, b = Fy(c);
	function x(e) {
		return Ny("num < 2^" + c, e, Hb, b), o.toBytes(e);
	}
	function S(n, i, s = C) {
		if (["recovered", "canonical"].some((e) => e in s)) throw Error("sign() legacy options not supported");
		let { hash: c } = t, { lowS: d, prehash: m, extraEntropy: h } = s;
		d ??= !0, n = Ay("msgHash", n), Bb(s), m && (n = Ay("prehashed msgHash", c(n)));
		let g = y(n), _ = p(i), b = [x(_), x(g)];
		if (h != null && h !== !1) {
			let e = h === !0 ? r(a.BYTES) : h;
			b.push(Ay("extraEntropy", e));
		}
		let S = Fg(...b), w = g;
		function T(t) {
			let n = v(t);
			if (!o.isValidNot0(n)) return;
			let r = o.inv(n), i = e.BASE.multiply(n).toAffine(), a = o.create(i.x);
			if (a === Hb) return;
			let s = o.create(r * o.create(w + a * _));
			if (s === Hb) return;
			let c = (i.x === a ? 0 : 2) | Number(i.y & Ub), p = s;
			return d && l(s) && (p = u(s), c ^= 1), new f(a, p, c);
		}
		return {
			seed: S,
			k2sig: T
		};
	}
	let C = {
		lowS: t.lowS,
		prehash: !1
	}, w = {
		lowS: t.lowS,
		prehash: !1
	};
	function T(e, n, r = C) {
		let { seed: a, k2sig: s } = S(e, n, r);
		return Iy(t.hash.outputLen, o.BYTES, i)(a, s);
	}
	e.BASE.precompute(8);
	function E(n, r, i, a = w) {
		let s = n;
		r = Ay("msgHash", r), i = Ay("publicKey", i), Bb(a);
		let { lowS: c, prehash: l, format: u } = a;
		if ("strict" in a) throw Error("options.strict was renamed to lowS");
		if (u !== void 0 && ![
			"compact",
			"der",
			"js"
		].includes(u)) throw Error("format must be \"compact\", \"der\" or \"js\"");
		let d = typeof s == "string" || fg(s), p = !d && !u && typeof s == "object" && !!s && typeof s.r == "bigint" && typeof s.s == "bigint";
		if (!d && !p) throw Error("invalid signature, expected Uint8Array, hex string or Signature instance");
		let m, h;
		try {
			if (p) {
				if (u === void 0 || u === "js") m = new f(s.r, s.s);
				else throw Error("invalid format");
			}
			if (d) {
				try {
					u !== "compact" && (m = f.fromDER(s));
				} catch (e) {
					if (!(e instanceof Vb.Err)) throw e;
				}
				!m && u !== "der" && (m = f.fromCompact(s));
			}
			h = e.fromHex(i);
		} catch {
			return !1;
		}
		if (!m || c && m.hasHighS()) return !1;
		l && (r = t.hash(r));
		let { r: g, s: _ } = m, v = y(r), b = o.inv(_), x = o.create(v * b), S = o.create(g * b), C = e.BASE.multiplyUnsafe(x).add(h.multiplyUnsafe(S));
		return !C.is0() && o.create(C.x) === g;
	}
	return Object.freeze({
		getPublicKey: h,
		getSharedSecret: _,
		sign: T,
		verify: E,
		utils: m,
		Point: e,
		Signature: f
	});
}
function Qb(e) {
	let t = {
		a: e.a,
		b: e.b,
		p: e.Fp.ORDER,
		n: e.n,
		h: e.h,
		Gx: e.Gx,
		Gy: e.Gy
	};
	return {
		CURVE: t,
		curveOpts: {
			Fp: e.Fp,
			Fn: ab(t.n, e.nBitLength),
			allowedPrivateKeyLengths: e.allowedPrivateKeyLengths,
			allowInfinityPoint: e.allowInfinityPoint,
			endo: e.endo,
			wrapPrivateKey: e.wrapPrivateKey,
			isTorsionFree: e.isTorsionFree,
			clearCofactor: e.clearCofactor,
			fromBytes: e.fromBytes,
			toBytes: e.toBytes
		}
	};
}
function $b(e) {
	let { CURVE: t, curveOpts: n } = Qb(e);
	return {
		CURVE: t,
		curveOpts: n,
		ecdsaOpts: {
			hash: e.hash,
			hmac: e.hmac,
			randomBytes: e.randomBytes,
			lowS: e.lowS,
			bits2int: e.bits2int,
			bits2int_modN: e.bits2int_modN
		}
	};
}
function ex(e, t) {
	return Object.assign({}, t, {
		ProjectivePoint: t.Point,
		CURVE: e
	});
}
function tx(e) {
	let { CURVE: t, curveOpts: n, ecdsaOpts: r } = $b(e);
	return ex(e, Zb(Yb(t, n), r, n));
}
function nx(e, t) {
	let n = (t) => tx({
		...e,
		hash: t
	});
	return {
		...n(t),
		create: n
	};
}
var rx = {
	p: BigInt("0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
	n: BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
	h: BigInt(1),
	a: BigInt("0xffffffff00000001000000000000000000000000fffffffffffffffffffffffc"),
	b: BigInt("0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
	Gx: BigInt("0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
	Gy: BigInt("0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
}, ix = {
	p: BigInt("0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff"),
	n: BigInt("0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
	h: BigInt(1),
	a: BigInt("0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffffffc"),
	b: BigInt("0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef"),
	Gx: BigInt("0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"),
	Gy: BigInt("0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f")
}, ax = {
	p: BigInt("0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
	n: BigInt("0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"),
	h: BigInt(1),
	a: BigInt("0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc"),
	b: BigInt("0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00"),
	Gx: BigInt("0x00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66"),
	Gy: BigInt("0x011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650")
}, ox = ab(rx.p), sx = ab(ix.p), cx = ab(ax.p), lx = nx({
	...rx,
	Fp: ox,
	lowS: !1
}, S_);
nx({
	...ix,
	Fp: sx,
	lowS: !1
}, w_), nx({
	...ax,
	Fp: cx,
	lowS: !1,
	allowedPrivateKeyLengths: [
		130,
		131,
		132
	]
}, C_);
var ux = lx, dx = "base10", fx = "base16", px = "base64pad", mx = "base64url", hx = "utf8", gx = 0, _x = 1, vx = 12, yx = 32;
function bx() {
	let e = zb.utils.randomPrivateKey(), t = zb.getPublicKey(e);
	return {
		privateKey: Lm(e, fx),
		publicKey: Lm(t, fx)
	};
}
function xx() {
	return Lm(zg(yx), fx);
}
function Sx(e, t) {
	return Lm(yy(by, zb.getSharedSecret(Im(e, fx), Im(t, fx)), void 0, void 0, yx), fx);
}
function Cx(e) {
	return Lm(by(Im(e, fx)), fx);
}
function wx(e) {
	return Lm(by(Im(e, hx)), fx);
}
function Tx(e) {
	return Im(`${e}`, dx);
}
function Ex(e) {
	return Number(Lm(e, dx));
}
function Dx(e) {
	return e.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
function Ox(e) {
	let t = e.replace(/-/g, "+").replace(/_/g, "/"), n = (4 - t.length % 4) % 4;
	return t + "=".repeat(n);
}
function kx(e) {
	let t = Tx(typeof e.type < "u" ? e.type : 0);
	if (Ex(t) === 1 && typeof e.senderPublicKey > "u") throw Error("Missing sender public key for type 1 envelope");
	let n = typeof e.senderPublicKey < "u" ? Im(e.senderPublicKey, fx) : void 0, r = typeof e.iv < "u" ? Im(e.iv, fx) : zg(vx), i = Nx({
		type: t,
		sealed: fy(Im(e.symKey, fx), r).encrypt(Im(e.message, hx)),
		iv: r,
		senderPublicKey: n
	});
	return e.encoding === "base64url" ? Dx(i) : i;
}
function Ax(e) {
	let t = Im(e.symKey, fx), { sealed: n, iv: r } = Px({
		encoded: e.encoded,
		encoding: e.encoding
	}), i = fy(t, r).decrypt(n);
	if (i === null) throw Error("Failed to decrypt");
	return Lm(i, hx);
}
function jx(e, t) {
	let n = Tx(2), r = zg(vx), i = Nx({
		type: n,
		sealed: Im(e, hx),
		iv: r
	});
	return t === "base64url" ? Dx(i) : i;
}
function Mx(e, t) {
	let { sealed: n } = Px({
		encoded: e,
		encoding: t
	});
	return Lm(n, hx);
}
function Nx(e) {
	if (Ex(e.type) === 2) return Lm(Xf([e.type, e.sealed]), px);
	if (Ex(e.type) === 1) {
		if (typeof e.senderPublicKey > "u") throw Error("Missing sender public key for type 1 envelope");
		return Lm(Xf([
			e.type,
			e.senderPublicKey,
			e.iv,
			e.sealed
		]), px);
	}
	return Lm(Xf([
		e.type,
		e.iv,
		e.sealed
	]), px);
}
function Px(e) {
	let t = Im((e.encoding || "base64pad") === "base64url" ? Ox(e.encoded) : e.encoded, px), n = t.slice(gx, _x), r = _x;
	if (Ex(n) === 1) {
		let e = t.slice(r, 33), i = t.slice(33, 45);
		return {
			type: n,
			sealed: t.slice(45),
			iv: i,
			senderPublicKey: e
		};
	}
	if (Ex(n) === 2) return {
		type: n,
		sealed: t.slice(r),
		iv: zg(vx)
	};
	let i = t.slice(r, 13);
	return {
		type: n,
		sealed: t.slice(13),
		iv: i
	};
}
function Fx(e, t) {
	let n = Px({
		encoded: e,
		encoding: t?.encoding
	});
	return Ix({
		type: Ex(n.type),
		senderPublicKey: typeof n.senderPublicKey < "u" ? Lm(n.senderPublicKey, fx) : void 0,
		receiverPublicKey: t?.receiverPublicKey
	});
}
function Ix(e) {
	let t = e?.type || 0;
	if (t === 1) {
		if (typeof e?.senderPublicKey > "u") throw Error("missing sender public key");
		if (typeof e?.receiverPublicKey > "u") throw Error("missing receiver public key");
	}
	return {
		type: t,
		senderPublicKey: e?.senderPublicKey,
		receiverPublicKey: e?.receiverPublicKey
	};
}
function Lx(e) {
	return e.type === 1 && typeof e.senderPublicKey == "string" && typeof e.receiverPublicKey == "string";
}
function Rx(e) {
	return e.type === 2;
}
function zx(e) {
	let t = Buffer.from(e.x, "base64"), n = Buffer.from(e.y, "base64");
	return Xf([
		new Uint8Array([4]),
		t,
		n
	]);
}
function Bx(e, t) {
	let [n, r, i] = e.split("."), a = Buffer.from(Ox(i), "base64");
	if (a.length !== 64) throw Error("Invalid signature length");
	let o = a.slice(0, 32), s = a.slice(32, 64), c = by(`${n}.${r}`), l = zx(t);
	if (!ux.verify(Xf([o, s]), c, l)) throw Error("Invalid signature");
	return To(e).payload;
}
function Vx(e) {
	return e?.relay || { protocol: "irn" };
}
function Hx(e) {
	let t = Rm[e];
	if (typeof t > "u") throw Error(`Relay Protocol not supported: ${e}`);
	return t;
}
function Ux(e, t = "-") {
	let n = {}, r = "relay" + t;
	return Object.keys(e).forEach((t) => {
		if (t.startsWith(r)) {
			let i = t.replace(r, ""), a = e[t];
			n[i] = a;
		}
	}), n;
}
function Wx(e) {
	if (!e.includes("wc:")) {
		let t = zh(e);
		t != null && t.includes("wc:") && (e = t);
	}
	e = e.includes("wc://") ? e.replace("wc://", "") : e, e = e.includes("wc:") ? e.replace("wc:", "") : e;
	let t = e.indexOf(":"), n = e.indexOf("?") === -1 ? void 0 : e.indexOf("?"), r = e.substring(0, t), i = e.substring(t + 1, n).split("@"), a = typeof n < "u" ? e.substring(n) : "", o = new URLSearchParams(a), s = {};
	o.forEach((e, t) => {
		s[t] = e;
	});
	let c = typeof s.methods == "string" ? s.methods.split(",") : void 0;
	return {
		protocol: r,
		topic: Gx(i[0]),
		version: parseInt(i[1], 10),
		symKey: s.symKey,
		relay: Ux(s),
		methods: c,
		expiryTimestamp: s.expiryTimestamp ? parseInt(s.expiryTimestamp, 10) : void 0
	};
}
function Gx(e) {
	return e.startsWith("//") ? e.substring(2) : e;
}
function Kx(e, t = "-") {
	let n = {};
	return Object.keys(e).forEach((r) => {
		let i = r, a = "relay" + t + i;
		e[i] && (n[a] = e[i]);
	}), n;
}
function qx(e) {
	let t = new URLSearchParams(), n = Kx(e.relay);
	Object.keys(n).sort().forEach((e) => {
		t.set(e, n[e]);
	}), t.set("symKey", e.symKey), e.expiryTimestamp && t.set("expiryTimestamp", e.expiryTimestamp.toString()), e.methods && t.set("methods", e.methods.join(","));
	let r = t.toString();
	return `${e.protocol}:${e.topic}@${e.version}?${r}`;
}
function Jx(e, t, n) {
	return `${e}?wc_ev=${n}&topic=${t}`;
}
var Yx = Object.defineProperty, Xx = Object.defineProperties, Zx = Object.getOwnPropertyDescriptors, Qx = Object.getOwnPropertySymbols, $x = Object.prototype.hasOwnProperty, eS = Object.prototype.propertyIsEnumerable, tS = (e, t, n) => t in e ? Yx(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, nS = (e, t) => {
	for (var n in t ||= {}) $x.call(t, n) && tS(e, n, t[n]);
	if (Qx) for (var n of Qx(t)) eS.call(t, n) && tS(e, n, t[n]);
	return e;
}, rS = (e, t) => Xx(e, Zx(t));
function iS(e) {
	let t = [];
	return e.forEach((e) => {
		let [n, r] = e.split(":");
		t.push(`${n}:${r}`);
	}), t;
}
function aS(e) {
	let t = [];
	return Object.values(e).forEach((e) => {
		t.push(...iS(e.accounts));
	}), t;
}
function oS(e, t) {
	let n = [];
	return Object.values(e).forEach((e) => {
		iS(e.accounts).includes(t) && n.push(...e.methods);
	}), n;
}
function sS(e, t) {
	let n = [];
	return Object.values(e).forEach((e) => {
		iS(e.accounts).includes(t) && n.push(...e.events);
	}), n;
}
function cS(e) {
	return e.includes(":");
}
function lS(e) {
	return cS(e) ? e.split(":")[0] : e;
}
function uS(e) {
	let t = {};
	if (!_S(e)) return t;
	for (let [n, r] of Object.entries(e)) {
		let e = cS(n) ? [n] : r.chains, i = r.methods || [], a = r.events || [], o = lS(n);
		t[o] = rS(nS({}, t[o]), {
			chains: Oh(e, t[o]?.chains),
			methods: Oh(i, t[o]?.methods),
			events: Oh(a, t[o]?.events)
		});
	}
	return t;
}
function dS(e) {
	let t = {};
	return e?.forEach((e) => {
		var n;
		let [r, i] = e.split(":");
		t[r] || (t[r] = {
			accounts: [],
			chains: [],
			events: [],
			methods: []
		}), t[r].accounts.push(e), (n = t[r].chains) == null || n.push(`${r}:${i}`);
	}), t;
}
function fS(e, t) {
	t = t.map((e) => e.replace("did:pkh:", ""));
	let n = dS(t);
	for (let [t, r] of Object.entries(n)) r.methods = r.methods ? Oh(r.methods, e) : e, r.events = ["chainChanged", "accountsChanged"];
	return n;
}
function pS(e, t) {
	let n = uS(e), r = uS(t), i = {}, a = Object.keys(n).concat(Object.keys(r));
	for (let e of a) i[e] = {
		chains: Oh(n[e]?.chains, r[e]?.chains),
		methods: Oh(n[e]?.methods, r[e]?.methods),
		events: Oh(n[e]?.events, r[e]?.events)
	};
	return i;
}
var mS = {
	INVALID_METHOD: {
		message: "Invalid method.",
		code: 1001
	},
	INVALID_EVENT: {
		message: "Invalid event.",
		code: 1002
	},
	INVALID_UPDATE_REQUEST: {
		message: "Invalid update request.",
		code: 1003
	},
	INVALID_EXTEND_REQUEST: {
		message: "Invalid extend request.",
		code: 1004
	},
	INVALID_SESSION_SETTLE_REQUEST: {
		message: "Invalid session settle request.",
		code: 1005
	},
	UNAUTHORIZED_METHOD: {
		message: "Unauthorized method.",
		code: 3001
	},
	UNAUTHORIZED_EVENT: {
		message: "Unauthorized event.",
		code: 3002
	},
	UNAUTHORIZED_UPDATE_REQUEST: {
		message: "Unauthorized update request.",
		code: 3003
	},
	UNAUTHORIZED_EXTEND_REQUEST: {
		message: "Unauthorized extend request.",
		code: 3004
	},
	USER_REJECTED: {
		message: "User rejected.",
		code: 5e3
	},
	USER_REJECTED_CHAINS: {
		message: "User rejected chains.",
		code: 5001
	},
	USER_REJECTED_METHODS: {
		message: "User rejected methods.",
		code: 5002
	},
	USER_REJECTED_EVENTS: {
		message: "User rejected events.",
		code: 5003
	},
	UNSUPPORTED_CHAINS: {
		message: "Unsupported chains.",
		code: 5100
	},
	UNSUPPORTED_METHODS: {
		message: "Unsupported methods.",
		code: 5101
	},
	UNSUPPORTED_EVENTS: {
		message: "Unsupported events.",
		code: 5102
	},
	UNSUPPORTED_ACCOUNTS: {
		message: "Unsupported accounts.",
		code: 5103
	},
	UNSUPPORTED_NAMESPACE_KEY: {
		message: "Unsupported namespace key.",
		code: 5104
	},
	USER_DISCONNECTED: {
		message: "User disconnected.",
		code: 6e3
	},
	SESSION_SETTLEMENT_FAILED: {
		message: "Session settlement failed.",
		code: 7e3
	},
	WC_METHOD_UNSUPPORTED: {
		message: "Unsupported wc_ method.",
		code: 10001
	}
}, hS = {
	NOT_INITIALIZED: {
		message: "Not initialized.",
		code: 1
	},
	NO_MATCHING_KEY: {
		message: "No matching key.",
		code: 2
	},
	RESTORE_WILL_OVERRIDE: {
		message: "Restore will override.",
		code: 3
	},
	RESUBSCRIBED: {
		message: "Resubscribed.",
		code: 4
	},
	MISSING_OR_INVALID: {
		message: "Missing or invalid.",
		code: 5
	},
	EXPIRED: {
		message: "Expired.",
		code: 6
	},
	UNKNOWN_TYPE: {
		message: "Unknown type.",
		code: 7
	},
	MISMATCHED_TOPIC: {
		message: "Mismatched topic.",
		code: 8
	},
	NON_CONFORMING_NAMESPACES: {
		message: "Non conforming namespaces.",
		code: 9
	}
};
function W(e, t) {
	let { message: n, code: r } = hS[e];
	return {
		message: t ? `${n} ${t}` : n,
		code: r
	};
}
function G(e, t) {
	let { message: n, code: r } = mS[e];
	return {
		message: t ? `${n} ${t}` : n,
		code: r
	};
}
function gS(e, t) {
	return Array.isArray(e) ? typeof t < "u" && e.length ? e.every(t) : !0 : !1;
}
function _S(e) {
	return Object.getPrototypeOf(e) === Object.prototype && Object.keys(e).length;
}
function vS(e) {
	return typeof e > "u";
}
function yS(e, t) {
	return t && vS(e) ? !0 : typeof e == "string" && !!e.trim().length;
}
function bS(e, t) {
	return t && vS(e) ? !0 : typeof e == "number" && !isNaN(e);
}
function xS(e, t) {
	let { requiredNamespaces: n } = t, r = Object.keys(e.namespaces), i = Object.keys(n), a = !0;
	return _h(i, r) ? (r.forEach((t) => {
		let { accounts: r, methods: i, events: o } = e.namespaces[t], s = iS(r), c = n[t];
		_h(Gm(t, c), s) && _h(c.methods, i) && _h(c.events, o) || (a = !1);
	}), a) : !1;
}
function SS(e) {
	return yS(e, !1) && e.includes(":") ? e.split(":").length === 2 : !1;
}
function CS(e) {
	if (yS(e, !1) && e.includes(":")) {
		let t = e.split(":");
		if (t.length === 3) {
			let e = t[0] + ":" + t[1];
			return !!t[2] && SS(e);
		}
	}
	return !1;
}
function wS(e) {
	function t(e) {
		try {
			return typeof new URL(e) < "u";
		} catch {
			return !1;
		}
	}
	try {
		if (yS(e, !1)) return t(e) ? !0 : t(zh(e));
	} catch {}
	return !1;
}
function TS(e) {
	return e?.proposer?.publicKey;
}
function ES(e) {
	return e?.topic;
}
function DS(e, t) {
	let n = null;
	return yS(e?.publicKey, !1) || (n = W("MISSING_OR_INVALID", `${t} controller public key should be a string`)), n;
}
function OS(e) {
	let t = !0;
	return gS(e) ? e.length && (t = e.every((e) => yS(e, !1))) : t = !1, t;
}
function kS(e, t, n) {
	let r = null;
	return gS(t) && t.length ? t.forEach((e) => {
		r || SS(e) || (r = G("UNSUPPORTED_CHAINS", `${n}, chain ${e} should be a string and conform to "namespace:chainId" format`));
	}) : SS(e) || (r = G("UNSUPPORTED_CHAINS", `${n}, chains must be defined as "namespace:chainId" e.g. "eip155:1": {...} in the namespace key OR as an array of CAIP-2 chainIds e.g. eip155: { chains: ["eip155:1", "eip155:5"] }`)), r;
}
function AS(e, t, n) {
	let r = null;
	return Object.entries(e).forEach(([e, i]) => {
		if (r) return;
		let a = kS(e, Gm(e, i), `${t} ${n}`);
		a && (r = a);
	}), r;
}
function jS(e, t) {
	let n = null;
	return gS(e) ? e.forEach((e) => {
		n || CS(e) || (n = G("UNSUPPORTED_ACCOUNTS", `${t}, account ${e} should be a string and conform to "namespace:chainId:address" format`));
	}) : n = G("UNSUPPORTED_ACCOUNTS", `${t}, accounts should be an array of strings conforming to "namespace:chainId:address" format`), n;
}
function MS(e, t) {
	let n = null;
	return Object.values(e).forEach((e) => {
		if (n) return;
		let r = jS(e?.accounts, `${t} namespace`);
		r && (n = r);
	}), n;
}
function NS(e, t) {
	let n = null;
	return OS(e?.methods) ? OS(e?.events) || (n = G("UNSUPPORTED_EVENTS", `${t}, events should be an array of strings or empty array for no events`)) : n = G("UNSUPPORTED_METHODS", `${t}, methods should be an array of strings or empty array for no methods`), n;
}
function PS(e, t) {
	let n = null;
	return Object.values(e).forEach((e) => {
		if (n) return;
		let r = NS(e, `${t}, namespace`);
		r && (n = r);
	}), n;
}
function FS(e, t, n) {
	let r = null;
	if (e && _S(e)) {
		let i = PS(e, t);
		i && (r = i);
		let a = AS(e, t, n);
		a && (r = a);
	} else r = W("MISSING_OR_INVALID", `${t}, ${n} should be an object with data`);
	return r;
}
function IS(e, t) {
	let n = null;
	if (e && _S(e)) {
		let r = PS(e, t);
		r && (n = r);
		let i = MS(e, t);
		i && (n = i);
	} else n = W("MISSING_OR_INVALID", `${t}, namespaces should be an object with data`);
	return n;
}
function LS(e) {
	return yS(e.protocol, !0);
}
function RS(e, t) {
	let n = !1;
	return t && !e ? n = !0 : e && gS(e) && e.length && e.forEach((e) => {
		n = LS(e);
	}), n;
}
function zS(e) {
	return typeof e == "number";
}
function BS(e) {
	return typeof e < "u" && !0;
}
function VS(e) {
	return !(!e || typeof e != "object" || !e.code || !bS(e.code, !1) || !e.message || !yS(e.message, !1));
}
function HS(e) {
	return !(vS(e) || !yS(e.method, !1));
}
function US(e) {
	return !(vS(e) || vS(e.result) && vS(e.error) || !bS(e.id, !1) || !yS(e.jsonrpc, !1));
}
function WS(e) {
	return !(vS(e) || !yS(e.name, !1));
}
function GS(e, t) {
	return !(!SS(t) || !aS(e).includes(t));
}
function KS(e, t, n) {
	return yS(n, !1) ? oS(e, t).includes(n) : !1;
}
function qS(e, t, n) {
	return yS(n, !1) ? sS(e, t).includes(n) : !1;
}
function JS(e, t, n) {
	let r = null, i = YS(e), a = ZS(t), o = Object.keys(i), s = Object.keys(a), c = XS(Object.keys(e)), l = XS(Object.keys(t)), u = c.filter((e) => !l.includes(e));
	return u.length && (r = W("NON_CONFORMING_NAMESPACES", `${n} namespaces keys don't satisfy requiredNamespaces.
      Required: ${u.toString()}
      Received: ${Object.keys(t).toString()}`)), _h(o, s) || (r = W("NON_CONFORMING_NAMESPACES", `${n} namespaces chains don't satisfy required namespaces.
      Required: ${o.toString()}
      Approved: ${s.toString()}`)), Object.keys(t).forEach((e) => {
		if (!e.includes(":") || r) return;
		let i = iS(t[e].accounts);
		i.includes(e) || (r = W("NON_CONFORMING_NAMESPACES", `${n} namespaces accounts don't satisfy namespace accounts for ${e}
        Required: ${e}
        Approved: ${i.toString()}`));
	}), o.forEach((e) => {
		r || (_h(i[e].methods, a[e].methods) ? _h(i[e].events, a[e].events) || (r = W("NON_CONFORMING_NAMESPACES", `${n} namespaces events don't satisfy namespace events for ${e}`)) : r = W("NON_CONFORMING_NAMESPACES", `${n} namespaces methods don't satisfy namespace methods for ${e}`));
	}), r;
}
function YS(e) {
	let t = {};
	return Object.keys(e).forEach((n) => {
		var r;
		n.includes(":") ? t[n] = e[n] : (r = e[n].chains) == null || r.forEach((r) => {
			t[r] = {
				methods: e[n].methods,
				events: e[n].events
			};
		});
	}), t;
}
function XS(e) {
	return [...new Set(e.map((e) => e.includes(":") ? e.split(":")[0] : e))];
}
function ZS(e) {
	let t = {};
	return Object.keys(e).forEach((n) => {
		n.includes(":") ? t[n] = e[n] : iS(e[n].accounts)?.forEach((r) => {
			t[r] = {
				accounts: e[n].accounts.filter((e) => e.includes(`${r}:`)),
				methods: e[n].methods,
				events: e[n].events
			};
		});
	}), t;
}
function QS(e, t) {
	return bS(e, !1) && e <= t.max && e >= t.min;
}
function $S() {
	let e = ch();
	return new Promise((t) => {
		switch (e) {
			case nh.browser:
				t(eC());
				break;
			case nh.reactNative:
				t(tC());
				break;
			case nh.node:
				t(nC());
				break;
			default: t(!0);
		}
	});
}
function eC() {
	return sh() && navigator?.onLine;
}
async function tC() {
	return ih() && typeof global < "u" && global != null && global.NetInfo ? (await (global == null ? void 0 : global.NetInfo.fetch()))?.isConnected : !0;
}
function nC() {
	return !0;
}
function rC(e) {
	switch (ch()) {
		case nh.browser:
			iC(e);
			break;
		case nh.reactNative:
			aC(e);
			break;
		case nh.node:
	}
}
function iC(e) {
	!ih() && sh() && (window.addEventListener("online", () => e(!0)), window.addEventListener("offline", () => e(!1)));
}
function aC(e) {
	ih() && typeof global < "u" && global != null && global.NetInfo && global?.NetInfo.addEventListener((t) => e(t?.isConnected));
}
function oC() {
	return sh() && (0, wd.getDocument)() ? (0, wd.getDocument)()?.visibilityState === "visible" : !0;
}
var sC = {}, cC = class {
	static get(e) {
		return sC[e];
	}
	static set(e, t) {
		sC[e] = t;
	}
	static delete(e) {
		delete sC[e];
	}
};
function lC(e) {
	let t = Dd.decode(e);
	if (t.length < 33) throw Error("Too short to contain a public key");
	return t.slice(1, 33);
}
function uC({ publicKey: e, signature: t, payload: n }) {
	let r = fC(n.method), i = 128 | parseInt(n.version?.toString() || "4"), a = mC(n.address), o = n.era === "00" ? new Uint8Array([0]) : fC(n.era);
	if (o.length !== 1 && o.length !== 2) throw Error("Invalid era length");
	let s = parseInt(n.nonce, 16), c = new Uint8Array([s & 255, s >> 8 & 255]), l = gC(BigInt(`0x${pC(n.tip)}`)), u = new Uint8Array([
		0,
		...e,
		a,
		...t,
		...o,
		...c,
		...l,
		...r
	]), d = hC(u.length + 1);
	return new Uint8Array([
		...d,
		i,
		...u
	]);
}
function dC(e) {
	let t = fC(e), n = (0, Hm.blake2b)(t, void 0, 32);
	return "0x" + Buffer.from(n).toString("hex");
}
function fC(e) {
	return new Uint8Array(e.replace(/^0x/, "").match(/.{1,2}/g).map((e) => parseInt(e, 16)));
}
function pC(e) {
	return e.startsWith("0x") ? e.slice(2) : e;
}
function mC(e) {
	let t = Dd.decode(e)[0];
	return t === 42 ? 0 : t === 60 ? 2 : 1;
}
function hC(e) {
	if (e < 64) return new Uint8Array([e << 2]);
	if (e < 16384) {
		let t = e << 2 | 1;
		return new Uint8Array([t & 255, t >> 8 & 255]);
	}
	if (e < 1 << 30) {
		let t = e << 2 | 2;
		return new Uint8Array([
			t & 255,
			t >> 8 & 255,
			t >> 16 & 255,
			t >> 24 & 255
		]);
	}
	throw Error("Compact encoding > 2^30 not supported");
}
function gC(e) {
	if (e < BigInt(1) << BigInt(6)) return new Uint8Array([Number(e << BigInt(2))]);
	if (e < BigInt(1) << BigInt(14)) {
		let t = e << BigInt(2) | BigInt(1);
		return new Uint8Array([Number(t & BigInt(255)), Number(t >> BigInt(8) & BigInt(255))]);
	}
	if (e < BigInt(1) << BigInt(30)) {
		let t = e << BigInt(2) | BigInt(2);
		return new Uint8Array([
			Number(t & BigInt(255)),
			Number(t >> BigInt(8) & BigInt(255)),
			Number(t >> BigInt(16) & BigInt(255)),
			Number(t >> BigInt(24) & BigInt(255))
		]);
	}
	throw Error("BigInt compact encoding not supported > 2^30");
}
function _C(e) {
	let t = Uint8Array.from(Buffer.from(e.signature, "hex")), n = uC({
		publicKey: lC(e.transaction.address),
		signature: t,
		payload: e.transaction
	});
	return dC(Buffer.from(n).toString("hex"));
}
// node_modules/@walletconnect/jsonrpc-utils/dist/esm/constants.js
var vC = "PARSE_ERROR", yC = "INVALID_REQUEST", bC = "METHOD_NOT_FOUND", xC = "INVALID_PARAMS", SC = "INTERNAL_ERROR", CC = "SERVER_ERROR", wC = [
	-32700,
	-32600,
	-32601,
	-32602,
	-32603
], TC = [-32e3, -32099], EC = {
	[vC]: {
		code: -32700,
		message: "Parse error"
	},
	[yC]: {
		code: -32600,
		message: "Invalid Request"
	},
	[bC]: {
		code: -32601,
		message: "Method not found"
	},
	[xC]: {
		code: -32602,
		message: "Invalid params"
	},
	[SC]: {
		code: -32603,
		message: "Internal error"
	},
	[CC]: {
		code: -32e3,
		message: "Server error"
	}
}, DC = CC;
// node_modules/@walletconnect/jsonrpc-utils/dist/esm/error.js
function OC(e) {
	return e <= TC[0] && e >= TC[1];
}
function kC(e) {
	return wC.includes(e);
}
function AC(e) {
	return typeof e == "number";
}
function jC(e) {
	return Object.keys(EC).includes(e) ? EC[e] : EC[DC];
}
function MC(e) {
	return Object.values(EC).find((t) => t.code === e) || EC[DC];
}
function NC(e) {
	if (e.error.code === void 0) return {
		valid: !1,
		error: "Missing code for JSON-RPC error"
	};
	if (e.error.message === void 0) return {
		valid: !1,
		error: "Missing message for JSON-RPC error"
	};
	if (!AC(e.error.code)) return {
		valid: !1,
		error: `Invalid error code type for JSON-RPC: ${e.error.code}`
	};
	if (kC(e.error.code)) {
		let t = MC(e.error.code);
		if (t.message !== EC.SERVER_ERROR.message && e.error.message === t.message) return {
			valid: !1,
			error: `Invalid error code message for JSON-RPC: ${e.error.code}`
		};
	}
	return { valid: !0 };
}
function PC(e, t, n) {
	return e.message.includes("getaddrinfo ENOTFOUND") || e.message.includes("connect ECONNREFUSED") ? /* @__PURE__ */ Error(`Unavailable ${n} RPC url at ${t}`) : e;
}
// node_modules/@walletconnect/environment/node_modules/tslib/tslib.es6.js
var FC = /* @__PURE__ */ c({
	__assign: () => aw,
	__asyncDelegator: () => ZC,
	__asyncGenerator: () => XC,
	__asyncValues: () => QC,
	__await: () => YC,
	__awaiter: () => VC,
	__classPrivateFieldGet: () => nw,
	__classPrivateFieldSet: () => rw,
	__createBinding: () => UC,
	__decorate: () => RC,
	__exportStar: () => WC,
	__extends: () => IC,
	__generator: () => HC,
	__importDefault: () => tw,
	__importStar: () => ew,
	__makeTemplateObject: () => $C,
	__metadata: () => BC,
	__param: () => zC,
	__read: () => KC,
	__rest: () => LC,
	__spread: () => qC,
	__spreadArrays: () => JC,
	__values: () => GC
});
function IC(e, t) {
	iw(e, t);
	function n() {
		this.constructor = e;
	}
	e.prototype = t === null ? Object.create(t) : (n.prototype = t.prototype, new n());
}
function LC(e, t) {
	var n = {};
	for (var r in e) Object.prototype.hasOwnProperty.call(e, r) && t.indexOf(r) < 0 && (n[r] = e[r]);
	if (e != null && typeof Object.getOwnPropertySymbols == "function") for (var i = 0, r = Object.getOwnPropertySymbols(e); i < r.length; i++) t.indexOf(r[i]) < 0 && Object.prototype.propertyIsEnumerable.call(e, r[i]) && (n[r[i]] = e[r[i]]);
	return n;
}
function RC(e, t, n, r) {
	var i = arguments.length, a = i < 3 ? t : r === null ? r = Object.getOwnPropertyDescriptor(t, n) : r, o;
	if (typeof Reflect == "object" && typeof Reflect.decorate == "function") a = Reflect.decorate(e, t, n, r);
	else for (var s = e.length - 1; s >= 0; s--) (o = e[s]) && (a = (i < 3 ? o(a) : i > 3 ? o(t, n, a) : o(t, n)) || a);
	return i > 3 && a && Object.defineProperty(t, n, a), a;
}
function zC(e, t) {
	return function(n, r) {
		t(n, r, e);
	};
}
function BC(e, t) {
	if (typeof Reflect == "object" && typeof Reflect.metadata == "function") return Reflect.metadata(e, t);
}
function VC(e, t, n, r) {
	function i(e) {
		return e instanceof n ? e : new n(function(t) {
			t(e);
		});
	}
	return new (n ||= Promise)(function(n, a) {
		function o(e) {
			try {
				c(r.next(e));
			} catch (e) {
				a(e);
			}
		}
		function s(e) {
			try {
				c(r.throw(e));
			} catch (e) {
				a(e);
			}
		}
		function c(e) {
			e.done ? n(e.value) : i(e.value).then(o, s);
		}
		c((r = r.apply(e, t || [])).next());
	});
}
function HC(e, t) {
	var n = {
		label: 0,
		sent: function() {
			if (a[0] & 1) throw a[1];
			return a[1];
		},
		trys: [],
		ops: []
	}, r, i, a, o = {
		next: s(0),
		throw: s(1),
		return: s(2)
	};
	return typeof Symbol == "function" && (o[Symbol.iterator] = function() {
		return this;
	}), o;
	function s(e) {
		return function(t) {
			return c([e, t]);
		};
	}
	function c(o) {
		if (r) throw TypeError("Generator is already executing.");
		for (; n;) try {
			if (r = 1, i && (a = o[0] & 2 ? i.return : o[0] ? i.throw || ((a = i.return) && a.call(i), 0) : i.next) && !(a = a.call(i, o[1])).done) return a;
			switch (i = 0, a && (o = [o[0] & 2, a.value]), o[0]) {
				case 0:
				case 1:
					a = o;
					break;
				case 4: return n.label++, {
					value: o[1],
					done: !1
				};
				case 5:
					n.label++, i = o[1], o = [0];
					continue;
				case 7:
					o = n.ops.pop(), n.trys.pop();
					continue;
				default:
					if (a = n.trys, !(a = a.length > 0 && a[a.length - 1]) && (o[0] === 6 || o[0] === 2)) {
						n = 0;
						continue;
					}
					if (o[0] === 3 && (!a || o[1] > a[0] && o[1] < a[3])) {
						n.label = o[1];
						break;
					}
					if (o[0] === 6 && n.label < a[1]) {
						n.label = a[1], a = o;
						break;
					}
					if (a && n.label < a[2]) {
						n.label = a[2], n.ops.push(o);
						break;
					}
					a[2] && n.ops.pop(), n.trys.pop();
					continue;
			}
			o = t.call(e, n);
		} catch (e) {
			o = [6, e], i = 0;
		} finally {
			r = a = 0;
		}
		if (o[0] & 5) throw o[1];
		return {
			value: o[0] ? o[1] : void 0,
			done: !0
		};
	}
}
function UC(e, t, n, r) {
	r === void 0 && (r = n), e[r] = t[n];
}
function WC(e, t) {
	for (var n in e) n !== "default" && !t.hasOwnProperty(n) && (t[n] = e[n]);
}
function GC(e) {
	var t = typeof Symbol == "function" && Symbol.iterator, n = t && e[t], r = 0;
	if (n) return n.call(e);
	if (e && typeof e.length == "number") return { next: function() {
		return e && r >= e.length && (e = void 0), {
			value: e && e[r++],
			done: !e
		};
	} };
	throw TypeError(t ? "Object is not iterable." : "Symbol.iterator is not defined.");
}
function KC(e, t) {
	var n = typeof Symbol == "function" && e[Symbol.iterator];
	if (!n) return e;
	var r = n.call(e), i, a = [], o;
	try {
		for (; (t === void 0 || t-- > 0) && !(i = r.next()).done;) a.push(i.value);
	} catch (e) {
		o = { error: e };
	} finally {
		try {
			i && !i.done && (n = r.return) && n.call(r);
		} finally {
			if (o) throw o.error;
		}
	}
	return a;
}
function qC() {
	for (var e = [], t = 0; t < arguments.length; t++) e = e.concat(KC(arguments[t]));
	return e;
}
function JC() {
	for (var e = 0, t = 0, n = arguments.length; t < n; t++) e += arguments[t].length;
	for (var r = Array(e), i = 0, t = 0; t < n; t++) for (var a = arguments[t], o = 0, s = a.length; o < s; o++, i++) r[i] = a[o];
	return r;
}
function YC(e) {
	return this instanceof YC ? (this.v = e, this) : new YC(e);
}
function XC(e, t, n) {
	if (!Symbol.asyncIterator) throw TypeError("Symbol.asyncIterator is not defined.");
	var r = n.apply(e, t || []), i, a = [];
	return i = {}, o("next"), o("throw"), o("return"), i[Symbol.asyncIterator] = function() {
		return this;
	}, i;
	function o(e) {
		r[e] && (i[e] = function(t) {
			return new Promise(function(n, r) {
				a.push([
					e,
					t,
					n,
					r
				]) > 1 || s(e, t);
			});
		});
	}
	function s(e, t) {
		try {
			c(r[e](t));
		} catch (e) {
			d(a[0][3], e);
		}
	}
	function c(e) {
		e.value instanceof YC ? Promise.resolve(e.value.v).then(l, u) : d(a[0][2], e);
	}
	function l(e) {
		s("next", e);
	}
	function u(e) {
		s("throw", e);
	}
	function d(e, t) {
		e(t), a.shift(), a.length && s(a[0][0], a[0][1]);
	}
}
function ZC(e) {
	var t = {}, n;
	return r("next"), r("throw", function(e) {
		throw e;
	}), r("return"), t[Symbol.iterator] = function() {
		return this;
	}, t;
	function r(r, i) {
		t[r] = e[r] ? function(t) {
			return (n = !n) ? {
				value: YC(e[r](t)),
				done: r === "return"
			} : i ? i(t) : t;
		} : i;
	}
}
function QC(e) {
	if (!Symbol.asyncIterator) throw TypeError("Symbol.asyncIterator is not defined.");
	var t = e[Symbol.asyncIterator], n;
	return t ? t.call(e) : (e = typeof GC == "function" ? GC(e) : e[Symbol.iterator](), n = {}, r("next"), r("throw"), r("return"), n[Symbol.asyncIterator] = function() {
		return this;
	}, n);
	function r(t) {
		n[t] = e[t] && function(n) {
			return new Promise(function(r, a) {
				n = e[t](n), i(r, a, n.done, n.value);
			});
		};
	}
	function i(e, t, n, r) {
		Promise.resolve(r).then(function(t) {
			e({
				value: t,
				done: n
			});
		}, t);
	}
}
function $C(e, t) {
	return Object.defineProperty ? Object.defineProperty(e, "raw", { value: t }) : e.raw = t, e;
}
function ew(e) {
	if (e && e.__esModule) return e;
	var t = {};
	if (e != null) for (var n in e) Object.hasOwnProperty.call(e, n) && (t[n] = e[n]);
	return t.default = e, t;
}
function tw(e) {
	return e && e.__esModule ? e : { default: e };
}
function nw(e, t) {
	if (!t.has(e)) throw TypeError("attempted to get private field on non-instance");
	return t.get(e);
}
function rw(e, t, n) {
	if (!t.has(e)) throw TypeError("attempted to set private field on non-instance");
	return t.set(e, n), n;
}
var iw, aw, ow = o((() => {
	iw = function(e, t) {
		return iw = Object.setPrototypeOf || { __proto__: [] } instanceof Array && function(e, t) {
			e.__proto__ = t;
		} || function(e, t) {
			for (var n in t) t.hasOwnProperty(n) && (e[n] = t[n]);
		}, iw(e, t);
	}, aw = function() {
		return aw = Object.assign || function(e) {
			for (var t, n = 1, r = arguments.length; n < r; n++) for (var i in t = arguments[n], t) Object.prototype.hasOwnProperty.call(t, i) && (e[i] = t[i]);
			return e;
		}, aw.apply(this, arguments);
	};
})), sw = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 }), e.isBrowserCryptoAvailable = e.getSubtleCrypto = e.getBrowerCrypto = void 0;
	function t() {
		return (global == null ? void 0 : global.crypto) || (global == null ? void 0 : global.msCrypto) || {};
	}
	e.getBrowerCrypto = t;
	function n() {
		let e = t();
		return e.subtle || e.webkitSubtle;
	}
	e.getSubtleCrypto = n;
	function r() {
		return !!t() && !!n();
	}
	e.isBrowserCryptoAvailable = r;
})), cw = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 }), e.isBrowser = e.isNode = e.isReactNative = void 0;
	function t() {
		return typeof document > "u" && typeof navigator < "u" && navigator.product === "ReactNative";
	}
	e.isReactNative = t;
	function n() {
		return typeof process < "u" && process.versions !== void 0 && process.versions.node !== void 0;
	}
	e.isNode = n;
	function r() {
		return !t() && !n();
	}
	e.isBrowser = r;
})), lw = /* @__PURE__ */ s(((e) => {
	Object.defineProperty(e, "__esModule", { value: !0 });
	var t = (ow(), f(FC));
	t.__exportStar(sw(), e), t.__exportStar(cw(), e);
})), uw = /* @__PURE__ */ c({ isNodeJs: () => fw }), dw = lw();
u(uw, /* @__PURE__ */ d(lw()));
var fw = dw.isNode;
// node_modules/@walletconnect/jsonrpc-utils/dist/esm/format.js
function pw(e = 3) {
	return Date.now() * 10 ** e + Math.floor(Math.random() * 10 ** e);
}
function mw(e = 6) {
	return BigInt(pw(e));
}
function hw(e, t, n) {
	return {
		id: n || pw(),
		jsonrpc: "2.0",
		method: e,
		params: t
	};
}
function gw(e, t) {
	return {
		id: e,
		jsonrpc: "2.0",
		result: t
	};
}
function _w(e, t, n) {
	return {
		id: e,
		jsonrpc: "2.0",
		error: vw(t, n)
	};
}
function vw(e, t) {
	return e === void 0 ? jC(SC) : (typeof e == "string" && (e = Object.assign(Object.assign({}, jC(CC)), { message: e })), t !== void 0 && (e.data = t), kC(e.code) && (e = MC(e.code)), e);
}
// node_modules/@walletconnect/jsonrpc-utils/dist/esm/routing.js
function yw(e) {
	return e.includes("*") ? xw(e) : !/\W/g.test(e);
}
function bw(e) {
	return e === "*";
}
function xw(e) {
	return bw(e) ? !0 : !(!e.includes("*") || e.split("*").length !== 2 || e.split("*").filter((e) => e.trim() === "").length !== 1);
}
function Sw(e) {
	return !bw(e) && xw(e) && !e.split("*")[0].trim();
}
function Cw(e) {
	return !bw(e) && xw(e) && !e.split("*")[1].trim();
}
// node_modules/@walletconnect/jsonrpc-types/dist/index.es.js
var ww = class {}, Tw = class extends ww {
	constructor(e) {
		super();
	}
}, Ew = class extends ww {
	constructor() {
		super();
	}
}, Dw = class extends Ew {
	constructor(e) {
		super();
	}
}, Ow = "^https?:", kw = "^wss?:";
function Aw(e) {
	let t = e.match(/* @__PURE__ */ new RegExp(/^\w+:/, "gi"));
	if (t && t.length) return t[0];
}
function jw(e, t) {
	let n = Aw(e);
	return n !== void 0 && new RegExp(t).test(n);
}
function Mw(e) {
	return jw(e, Ow);
}
function Nw(e) {
	return jw(e, kw);
}
function Pw(e) {
	return (/* @__PURE__ */ RegExp("wss?://localhost(:d{2,5})?")).test(e);
}
// node_modules/@walletconnect/jsonrpc-utils/dist/esm/validators.js
function Fw(e) {
	return typeof e == "object" && "id" in e && "jsonrpc" in e && e.jsonrpc === "2.0";
}
function Iw(e) {
	return Fw(e) && "method" in e;
}
function Lw(e) {
	return Fw(e) && (Rw(e) || zw(e));
}
function Rw(e) {
	return "result" in e;
}
function zw(e) {
	return "error" in e;
}
function Bw(e) {
	return "error" in e && e.valid === !1;
}
// node_modules/@walletconnect/jsonrpc-utils/dist/esm/index.js
var Vw = /* @__PURE__ */ c({
	DEFAULT_ERROR: () => DC,
	IBaseJsonRpcProvider: () => Ew,
	IEvents: () => ww,
	IJsonRpcConnection: () => Tw,
	IJsonRpcProvider: () => Dw,
	INTERNAL_ERROR: () => SC,
	INVALID_PARAMS: () => xC,
	INVALID_REQUEST: () => yC,
	METHOD_NOT_FOUND: () => bC,
	PARSE_ERROR: () => vC,
	RESERVED_ERROR_CODES: () => wC,
	SERVER_ERROR: () => CC,
	SERVER_ERROR_CODE_RANGE: () => TC,
	STANDARD_ERROR_MAP: () => EC,
	formatErrorMessage: () => vw,
	formatJsonRpcError: () => _w,
	formatJsonRpcRequest: () => hw,
	formatJsonRpcResult: () => gw,
	getBigIntRpcId: () => mw,
	getError: () => jC,
	getErrorByCode: () => MC,
	isHttpUrl: () => Mw,
	isJsonRpcError: () => zw,
	isJsonRpcPayload: () => Fw,
	isJsonRpcRequest: () => Iw,
	isJsonRpcResponse: () => Lw,
	isJsonRpcResult: () => Rw,
	isJsonRpcValidationInvalid: () => Bw,
	isLocalhostUrl: () => Pw,
	isNodeJs: () => fw,
	isReservedErrorCode: () => kC,
	isServerErrorCode: () => OC,
	isValidDefaultRoute: () => bw,
	isValidErrorCode: () => AC,
	isValidLeadingWildcardRoute: () => Sw,
	isValidRoute: () => yw,
	isValidTrailingWildcardRoute: () => Cw,
	isValidWildcardRoute: () => xw,
	isWsUrl: () => Nw,
	parseConnectionError: () => PC,
	payloadId: () => pw,
	validateJsonRpcError: () => NC
});
u(Vw, uw);
// node_modules/@walletconnect/jsonrpc-provider/dist/index.es.js
var Hw = class extends Dw {
	constructor(e) {
		super(e), this.events = new pe.EventEmitter(), this.hasRegisteredEventListeners = !1, this.connection = this.setConnection(e), this.connection.connected && this.registerEventListeners();
	}
	async connect(e = this.connection) {
		await this.open(e);
	}
	async disconnect() {
		await this.close();
	}
	on(e, t) {
		this.events.on(e, t);
	}
	once(e, t) {
		this.events.once(e, t);
	}
	off(e, t) {
		this.events.off(e, t);
	}
	removeListener(e, t) {
		this.events.removeListener(e, t);
	}
	async request(e, t) {
		return this.requestStrict(hw(e.method, e.params || [], e.id || mw().toString()), t);
	}
	async requestStrict(e, t) {
		return new Promise(async (n, r) => {
			if (!this.connection.connected) try {
				await this.open();
			} catch (e) {
				r(e);
			}
			this.events.on(`${e.id}`, (e) => {
				zw(e) ? r(e.error) : n(e.result);
			});
			try {
				await this.connection.send(e, t);
			} catch (e) {
				r(e);
			}
		});
	}
	setConnection(e = this.connection) {
		return e;
	}
	onPayload(e) {
		this.events.emit("payload", e), Lw(e) ? this.events.emit(`${e.id}`, e) : this.events.emit("message", {
			type: e.method,
			data: e.params
		});
	}
	onClose(e) {
		e && e.code === 3e3 && this.events.emit("error", /* @__PURE__ */ Error(`WebSocket connection closed abnormally with code: ${e.code} ${e.reason ? `(${e.reason})` : ""}`)), this.events.emit("disconnect");
	}
	async open(e = this.connection) {
		this.connection === e && this.connection.connected || (this.connection.connected && this.close(), typeof e == "string" && (await this.connection.open(e), e = this.connection), this.connection = this.setConnection(e), await this.connection.open(), this.registerEventListeners(), this.events.emit("connect"));
	}
	async close() {
		await this.connection.close();
	}
	registerEventListeners() {
		this.hasRegisteredEventListeners ||= (this.connection.on("payload", (e) => this.onPayload(e)), this.connection.on("close", (e) => this.onClose(e)), this.connection.on("error", (e) => this.events.emit("error", e)), this.connection.on("register_error", (e) => this.onClose()), !0);
	}
}, Uw = /* @__PURE__ */ s(((e, t) => {
	t.exports = function() {
		throw Error("ws does not work in the browser. Browser clients must use the native WebSocket object");
	};
})), Ww = () => typeof WebSocket < "u" ? WebSocket : typeof global < "u" && typeof global.WebSocket < "u" ? global.WebSocket : typeof window < "u" && typeof window.WebSocket < "u" ? window.WebSocket : typeof self < "u" && typeof self.WebSocket < "u" ? self.WebSocket : Uw(), Gw = () => typeof WebSocket < "u" || typeof global < "u" && typeof global.WebSocket < "u" || typeof window < "u" && typeof window.WebSocket < "u" || typeof self < "u" && typeof self.WebSocket < "u", Kw = (e) => e.split("?")[0], qw = 10, Jw = Ww(), Yw = class {
	constructor(e) {
		if (this.url = e, this.events = new pe.EventEmitter(), this.registering = !1, !Nw(e)) throw Error(`Provided URL is not compatible with WebSocket connection: ${e}`);
		this.url = e;
	}
	get connected() {
		return typeof this.socket < "u";
	}
	get connecting() {
		return this.registering;
	}
	on(e, t) {
		this.events.on(e, t);
	}
	once(e, t) {
		this.events.once(e, t);
	}
	off(e, t) {
		this.events.off(e, t);
	}
	removeListener(e, t) {
		this.events.removeListener(e, t);
	}
	async open(e = this.url) {
		await this.register(e);
	}
	async close() {
		return new Promise((e, t) => {
			typeof this.socket > "u" ? t(/* @__PURE__ */ Error("Connection already closed")) : (this.socket.onclose = (t) => {
				this.onClose(t), e();
			}, this.socket.close());
		});
	}
	async send(e) {
		typeof this.socket > "u" && (this.socket = await this.register());
		try {
			this.socket.send(at(e));
		} catch (t) {
			this.onError(e.id, t);
		}
	}
	register(e = this.url) {
		if (!Nw(e)) throw Error(`Provided URL is not compatible with WebSocket connection: ${e}`);
		if (this.registering) {
			let e = this.events.getMaxListeners();
			return (this.events.listenerCount("register_error") >= e || this.events.listenerCount("open") >= e) && this.events.setMaxListeners(e + 1), new Promise((e, t) => {
				this.events.once("register_error", (e) => {
					this.resetMaxListeners(), t(e);
				}), this.events.once("open", () => {
					if (this.resetMaxListeners(), typeof this.socket > "u") return t(/* @__PURE__ */ Error("WebSocket connection is missing or invalid"));
					e(this.socket);
				});
			});
		}
		return this.url = e, this.registering = !0, new Promise((t, n) => {
			let r = new Jw(e, [], (0, Vw.isReactNative)() ? void 0 : { rejectUnauthorized: !Pw(e) });
			Gw() ? r.onerror = (e) => {
				let t = e;
				n(this.emitError(t.error));
			} : r.on("error", (e) => {
				n(this.emitError(e));
			}), r.onopen = () => {
				this.onOpen(r), t(r);
			};
		});
	}
	onOpen(e) {
		e.onmessage = (e) => this.onPayload(e), e.onclose = (e) => this.onClose(e), this.socket = e, this.registering = !1, this.events.emit("open");
	}
	onClose(e) {
		this.socket = void 0, this.registering = !1, this.events.emit("close", e);
	}
	onPayload(e) {
		if (typeof e.data > "u") return;
		let t = typeof e.data == "string" ? it(e.data) : e.data;
		this.events.emit("payload", t);
	}
	onError(e, t) {
		let n = this.parseError(t), r = _w(e, n.message || n.toString());
		this.events.emit("payload", r);
	}
	parseError(e, t = this.url) {
		return PC(e, Kw(t), "WS");
	}
	resetMaxListeners() {
		this.events.getMaxListeners() > qw && this.events.setMaxListeners(qw);
	}
	emitError(e) {
		let t = this.parseError(Error(e?.message || `WebSocket connection failed for host: ${Kw(this.url)}`));
		return this.events.emit("register_error", t), t;
	}
}, Xw = "core", Zw = `wc@2:${Xw}:`, Qw = {
	name: Xw,
	logger: "error"
}, $w = { database: ":memory:" }, eT = "crypto", tT = "client_ed25519_seed", nT = R.ONE_DAY, rT = "keychain", iT = "messages", aT = R.SIX_HOURS, oT = "publisher", sT = "relayer", cT = {
	message: "relayer_message",
	message_ack: "relayer_message_ack",
	connect: "relayer_connect",
	disconnect: "relayer_disconnect",
	error: "relayer_error",
	connection_stalled: "relayer_connection_stalled",
	transport_closed: "relayer_transport_closed",
	publish: "relayer_publish"
}, lT = {
	payload: "payload",
	connect: "connect",
	disconnect: "disconnect",
	error: "error"
}, uT = "2.21.8", K = {
	link_mode: "link_mode",
	relay: "relay"
}, dT = {
	inbound: "inbound",
	outbound: "outbound"
}, fT = "WALLETCONNECT_CLIENT_ID", pT = {
	created: "subscription_created",
	deleted: "subscription_deleted",
	expired: "subscription_expired",
	disabled: "subscription_disabled",
	sync: "subscription_sync",
	resubscribed: "subscription_resubscribed"
}, mT = "subscription";
R.FIVE_SECONDS * 1e3;
var hT = "pairing", gT = {
	wc_pairingDelete: {
		req: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 1e3
		},
		res: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 1001
		}
	},
	wc_pairingPing: {
		req: {
			ttl: R.THIRTY_SECONDS,
			prompt: !1,
			tag: 1002
		},
		res: {
			ttl: R.THIRTY_SECONDS,
			prompt: !1,
			tag: 1003
		}
	},
	unregistered_method: {
		req: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 0
		},
		res: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 0
		}
	}
}, _T = {
	create: "pairing_create",
	expire: "pairing_expire",
	delete: "pairing_delete",
	ping: "pairing_ping"
}, vT = {
	created: "history_created",
	updated: "history_updated",
	deleted: "history_deleted",
	sync: "history_sync"
}, yT = "history", bT = "expirer", xT = {
	created: "expirer_created",
	deleted: "expirer_deleted",
	expired: "expirer_expired",
	sync: "expirer_sync"
}, ST = "verify-api", CT = "https://verify.walletconnect.com", wT = "https://verify.walletconnect.org", TT = `${wT}/v3`, ET = [CT, wT], DT = "echo", OT = "https://echo.walletconnect.com", kT = {
	pairing_started: "pairing_started",
	pairing_uri_validation_success: "pairing_uri_validation_success",
	pairing_uri_not_expired: "pairing_uri_not_expired",
	store_new_pairing: "store_new_pairing",
	subscribing_pairing_topic: "subscribing_pairing_topic",
	subscribe_pairing_topic_success: "subscribe_pairing_topic_success",
	existing_pairing: "existing_pairing",
	pairing_not_expired: "pairing_not_expired",
	emit_inactive_pairing: "emit_inactive_pairing",
	emit_session_proposal: "emit_session_proposal",
	subscribing_to_pairing_topic: "subscribing_to_pairing_topic"
}, AT = {
	no_wss_connection: "no_wss_connection",
	no_internet_connection: "no_internet_connection",
	malformed_pairing_uri: "malformed_pairing_uri",
	active_pairing_already_exists: "active_pairing_already_exists",
	subscribe_pairing_topic_failure: "subscribe_pairing_topic_failure",
	pairing_expired: "pairing_expired",
	proposal_expired: "proposal_expired",
	proposal_listener_not_found: "proposal_listener_not_found"
}, jT = {
	session_approve_started: "session_approve_started",
	proposal_not_expired: "proposal_not_expired",
	session_namespaces_validation_success: "session_namespaces_validation_success",
	create_session_topic: "create_session_topic",
	subscribing_session_topic: "subscribing_session_topic",
	subscribe_session_topic_success: "subscribe_session_topic_success",
	publishing_session_approve: "publishing_session_approve",
	session_approve_publish_success: "session_approve_publish_success",
	store_session: "store_session",
	publishing_session_settle: "publishing_session_settle",
	session_settle_publish_success: "session_settle_publish_success"
}, MT = {
	no_internet_connection: "no_internet_connection",
	no_wss_connection: "no_wss_connection",
	proposal_expired: "proposal_expired",
	subscribe_session_topic_failure: "subscribe_session_topic_failure",
	session_approve_publish_failure: "session_approve_publish_failure",
	session_settle_publish_failure: "session_settle_publish_failure",
	session_approve_namespace_validation_failure: "session_approve_namespace_validation_failure",
	proposal_not_found: "proposal_not_found"
}, NT = {
	authenticated_session_approve_started: "authenticated_session_approve_started",
	authenticated_session_not_expired: "authenticated_session_not_expired",
	chains_caip2_compliant: "chains_caip2_compliant",
	chains_evm_compliant: "chains_evm_compliant",
	create_authenticated_session_topic: "create_authenticated_session_topic",
	cacaos_verified: "cacaos_verified",
	store_authenticated_session: "store_authenticated_session",
	subscribing_authenticated_session_topic: "subscribing_authenticated_session_topic",
	subscribe_authenticated_session_topic_success: "subscribe_authenticated_session_topic_success",
	publishing_authenticated_session_approve: "publishing_authenticated_session_approve",
	authenticated_session_approve_publish_success: "authenticated_session_approve_publish_success"
}, PT = {
	no_internet_connection: "no_internet_connection",
	no_wss_connection: "no_wss_connection",
	missing_session_authenticate_request: "missing_session_authenticate_request",
	session_authenticate_request_expired: "session_authenticate_request_expired",
	chains_caip2_compliant_failure: "chains_caip2_compliant_failure",
	chains_evm_compliant_failure: "chains_evm_compliant_failure",
	invalid_cacao: "invalid_cacao",
	subscribe_authenticated_session_topic_failure: "subscribe_authenticated_session_topic_failure",
	authenticated_session_approve_publish_failure: "authenticated_session_approve_publish_failure",
	authenticated_session_pending_request_not_found: "authenticated_session_pending_request_not_found"
}, FT = .1, IT = "event-client", LT = "https://pulse.walletconnect.org/batch";
function RT(e, t) {
	if (e.length >= 255) throw TypeError("Alphabet too long");
	for (var n = /* @__PURE__ */ new Uint8Array(256), r = 0; r < n.length; r++) n[r] = 255;
	for (var i = 0; i < e.length; i++) {
		var a = e.charAt(i), o = a.charCodeAt(0);
		if (n[o] !== 255) throw TypeError(a + " is ambiguous");
		n[o] = i;
	}
	var s = e.length, c = e.charAt(0), l = Math.log(s) / Math.log(256), u = Math.log(256) / Math.log(s);
	function d(t) {
		if (t instanceof Uint8Array || (ArrayBuffer.isView(t) ? t = new Uint8Array(t.buffer, t.byteOffset, t.byteLength) : Array.isArray(t) && (t = Uint8Array.from(t))), !(t instanceof Uint8Array)) throw TypeError("Expected Uint8Array");
		if (t.length === 0) return "";
		for (var n = 0, r = 0, i = 0, a = t.length; i !== a && t[i] === 0;) i++, n++;
		for (var o = (a - i) * u + 1 >>> 0, l = new Uint8Array(o); i !== a;) {
			for (var d = t[i], f = 0, p = o - 1; (d !== 0 || f < r) && p !== -1; p--, f++) d += 256 * l[p] >>> 0, l[p] = d % s >>> 0, d = d / s >>> 0;
			if (d !== 0) throw Error("Non-zero carry");
			r = f, i++;
		}
		for (var m = o - r; m !== o && l[m] === 0;) m++;
		for (var h = c.repeat(n); m < o; ++m) h += e.charAt(l[m]);
		return h;
	}
	function f(e) {
		if (typeof e != "string") throw TypeError("Expected String");
		if (e.length === 0) return /* @__PURE__ */ new Uint8Array();
		var t = 0;
		if (e[t] !== " ") {
			for (var r = 0, i = 0; e[t] === c;) r++, t++;
			for (var a = (e.length - t) * l + 1 >>> 0, o = new Uint8Array(a); e[t];) {
				var u = n[e.charCodeAt(t)];
				if (u === 255) return;
				for (var d = 0, f = a - 1; (u !== 0 || d < i) && f !== -1; f--, d++) u += s * o[f] >>> 0, o[f] = u % 256 >>> 0, u = u / 256 >>> 0;
				if (u !== 0) throw Error("Non-zero carry");
				i = d, t++;
			}
			if (e[t] !== " ") {
				for (var p = a - i; p !== a && o[p] === 0;) p++;
				for (var m = new Uint8Array(r + (a - p)), h = r; p !== a;) m[h++] = o[p++];
				return m;
			}
		}
	}
	function p(e) {
		var n = f(e);
		if (n) return n;
		throw Error(`Non-${t} character`);
	}
	return {
		encode: d,
		decodeUnsafe: f,
		decode: p
	};
}
var zT = RT, BT = (e) => {
	if (e instanceof Uint8Array && e.constructor.name === "Uint8Array") return e;
	if (e instanceof ArrayBuffer) return new Uint8Array(e);
	if (ArrayBuffer.isView(e)) return new Uint8Array(e.buffer, e.byteOffset, e.byteLength);
	throw Error("Unknown type, must be binary type");
}, VT = (e) => new TextEncoder().encode(e), HT = (e) => new TextDecoder().decode(e), UT = class {
	constructor(e, t, n) {
		this.name = e, this.prefix = t, this.baseEncode = n;
	}
	encode(e) {
		if (e instanceof Uint8Array) return `${this.prefix}${this.baseEncode(e)}`;
		throw Error("Unknown type, must be binary type");
	}
}, WT = class {
	constructor(e, t, n) {
		if (this.name = e, this.prefix = t, t.codePointAt(0) === void 0) throw Error("Invalid prefix character");
		this.prefixCodePoint = t.codePointAt(0), this.baseDecode = n;
	}
	decode(e) {
		if (typeof e == "string") {
			if (e.codePointAt(0) !== this.prefixCodePoint) throw Error(`Unable to decode multibase string ${JSON.stringify(e)}, ${this.name} decoder only supports inputs prefixed with ${this.prefix}`);
			return this.baseDecode(e.slice(this.prefix.length));
		}
		throw Error("Can only multibase decode strings");
	}
	or(e) {
		return KT(this, e);
	}
}, GT = class {
	constructor(e) {
		this.decoders = e;
	}
	or(e) {
		return KT(this, e);
	}
	decode(e) {
		let t = e[0], n = this.decoders[t];
		if (n) return n.decode(e);
		throw RangeError(`Unable to decode multibase string ${JSON.stringify(e)}, only inputs prefixed with ${Object.keys(this.decoders)} are supported`);
	}
}, KT = (e, t) => new GT({
	...e.decoders || { [e.prefix]: e },
	...t.decoders || { [t.prefix]: t }
}), qT = class {
	constructor(e, t, n, r) {
		this.name = e, this.prefix = t, this.baseEncode = n, this.baseDecode = r, this.encoder = new UT(e, t, n), this.decoder = new WT(e, t, r);
	}
	encode(e) {
		return this.encoder.encode(e);
	}
	decode(e) {
		return this.decoder.decode(e);
	}
}, JT = ({ name: e, prefix: t, encode: n, decode: r }) => new qT(e, t, n, r), YT = ({ prefix: e, name: t, alphabet: n }) => {
	let { encode: r, decode: i } = zT(n, t);
	return JT({
		prefix: e,
		name: t,
		encode: r,
		decode: (e) => BT(i(e))
	});
}, XT = (e, t, n, r) => {
	let i = {};
	for (let e = 0; e < t.length; ++e) i[t[e]] = e;
	let a = e.length;
	for (; e[a - 1] === "=";) --a;
	let o = new Uint8Array(a * n / 8 | 0), s = 0, c = 0, l = 0;
	for (let t = 0; t < a; ++t) {
		let a = i[e[t]];
		if (a === void 0) throw SyntaxError(`Non-${r} character`);
		c = c << n | a, s += n, s >= 8 && (s -= 8, o[l++] = 255 & c >> s);
	}
	if (s >= n || 255 & c << 8 - s) throw SyntaxError("Unexpected end of data");
	return o;
}, ZT = (e, t, n) => {
	let r = t[t.length - 1] === "=", i = (1 << n) - 1, a = "", o = 0, s = 0;
	for (let r = 0; r < e.length; ++r) for (s = s << 8 | e[r], o += 8; o > n;) o -= n, a += t[i & s >> o];
	if (o && (a += t[i & s << n - o]), r) for (; a.length * n & 7;) a += "=";
	return a;
}, QT = ({ name: e, prefix: t, bitsPerChar: n, alphabet: r }) => JT({
	prefix: t,
	name: e,
	encode(e) {
		return ZT(e, r, n);
	},
	decode(t) {
		return XT(t, r, n, e);
	}
}), $T = JT({
	prefix: "\0",
	name: "identity",
	encode: (e) => HT(e),
	decode: (e) => VT(e)
}), eE = Object.freeze({
	__proto__: null,
	identity: $T
}), tE = QT({
	prefix: "0",
	name: "base2",
	alphabet: "01",
	bitsPerChar: 1
}), nE = Object.freeze({
	__proto__: null,
	base2: tE
}), rE = QT({
	prefix: "7",
	name: "base8",
	alphabet: "01234567",
	bitsPerChar: 3
}), iE = Object.freeze({
	__proto__: null,
	base8: rE
}), aE = YT({
	prefix: "9",
	name: "base10",
	alphabet: "0123456789"
}), oE = Object.freeze({
	__proto__: null,
	base10: aE
}), sE = QT({
	prefix: "f",
	name: "base16",
	alphabet: "0123456789abcdef",
	bitsPerChar: 4
}), cE = QT({
	prefix: "F",
	name: "base16upper",
	alphabet: "0123456789ABCDEF",
	bitsPerChar: 4
}), lE = Object.freeze({
	__proto__: null,
	base16: sE,
	base16upper: cE
}), uE = QT({
	prefix: "b",
	name: "base32",
	alphabet: "abcdefghijklmnopqrstuvwxyz234567",
	bitsPerChar: 5
}), dE = QT({
	prefix: "B",
	name: "base32upper",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
	bitsPerChar: 5
}), fE = QT({
	prefix: "c",
	name: "base32pad",
	alphabet: "abcdefghijklmnopqrstuvwxyz234567=",
	bitsPerChar: 5
}), pE = QT({
	prefix: "C",
	name: "base32padupper",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=",
	bitsPerChar: 5
}), mE = QT({
	prefix: "v",
	name: "base32hex",
	alphabet: "0123456789abcdefghijklmnopqrstuv",
	bitsPerChar: 5
}), hE = QT({
	prefix: "V",
	name: "base32hexupper",
	alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUV",
	bitsPerChar: 5
}), gE = QT({
	prefix: "t",
	name: "base32hexpad",
	alphabet: "0123456789abcdefghijklmnopqrstuv=",
	bitsPerChar: 5
}), _E = QT({
	prefix: "T",
	name: "base32hexpadupper",
	alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUV=",
	bitsPerChar: 5
}), vE = QT({
	prefix: "h",
	name: "base32z",
	alphabet: "ybndrfg8ejkmcpqxot1uwisza345h769",
	bitsPerChar: 5
}), yE = Object.freeze({
	__proto__: null,
	base32: uE,
	base32upper: dE,
	base32pad: fE,
	base32padupper: pE,
	base32hex: mE,
	base32hexupper: hE,
	base32hexpad: gE,
	base32hexpadupper: _E,
	base32z: vE
}), bE = YT({
	prefix: "k",
	name: "base36",
	alphabet: "0123456789abcdefghijklmnopqrstuvwxyz"
}), xE = YT({
	prefix: "K",
	name: "base36upper",
	alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}), SE = Object.freeze({
	__proto__: null,
	base36: bE,
	base36upper: xE
}), CE = YT({
	name: "base58btc",
	prefix: "z",
	alphabet: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
}), wE = YT({
	name: "base58flickr",
	prefix: "Z",
	alphabet: "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
}), TE = Object.freeze({
	__proto__: null,
	base58btc: CE,
	base58flickr: wE
}), EE = QT({
	prefix: "m",
	name: "base64",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	bitsPerChar: 6
}), DE = QT({
	prefix: "M",
	name: "base64pad",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=",
	bitsPerChar: 6
}), OE = QT({
	prefix: "u",
	name: "base64url",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
	bitsPerChar: 6
}), kE = QT({
	prefix: "U",
	name: "base64urlpad",
	alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=",
	bitsPerChar: 6
}), AE = Object.freeze({
	__proto__: null,
	base64: EE,
	base64pad: DE,
	base64url: OE,
	base64urlpad: kE
}), jE = Array.from("🚀🪐☄🛰🌌🌑🌒🌓🌔🌕🌖🌗🌘🌍🌏🌎🐉☀💻🖥💾💿😂❤😍🤣😊🙏💕😭😘👍😅👏😁🔥🥰💔💖💙😢🤔😆🙄💪😉☺👌🤗💜😔😎😇🌹🤦🎉💞✌✨🤷😱😌🌸🙌😋💗💚😏💛🙂💓🤩😄😀🖤😃💯🙈👇🎶😒🤭❣😜💋👀😪😑💥🙋😞😩😡🤪👊🥳😥🤤👉💃😳✋😚😝😴🌟😬🙃🍀🌷😻😓⭐✅🥺🌈😈🤘💦✔😣🏃💐☹🎊💘😠☝😕🌺🎂🌻😐🖕💝🙊😹🗣💫💀👑🎵🤞😛🔴😤🌼😫⚽🤙☕🏆🤫👈😮🙆🍻🍃🐶💁😲🌿🧡🎁⚡🌞🎈❌✊👋😰🤨😶🤝🚶💰🍓💢🤟🙁🚨💨🤬✈🎀🍺🤓😙💟🌱😖👶🥴▶➡❓💎💸⬇😨🌚🦋😷🕺⚠🙅😟😵👎🤲🤠🤧📌🔵💅🧐🐾🍒😗🤑🌊🤯🐷☎💧😯💆👆🎤🙇🍑❄🌴💣🐸💌📍🥀🤢👅💡💩👐📸👻🤐🤮🎼🥵🚩🍎🍊👼💍📣🥂"), ME = jE.reduce((e, t, n) => (e[n] = t, e), []), NE = jE.reduce((e, t, n) => (e[t.codePointAt(0)] = n, e), []);
function PE(e) {
	return e.reduce((e, t) => (e += ME[t], e), "");
}
function FE(e) {
	let t = [];
	for (let n of e) {
		let e = NE[n.codePointAt(0)];
		if (e === void 0) throw Error(`Non-base256emoji character: ${n}`);
		t.push(e);
	}
	return new Uint8Array(t);
}
var IE = JT({
	prefix: "🚀",
	name: "base256emoji",
	encode: PE,
	decode: FE
}), LE = Object.freeze({
	__proto__: null,
	base256emoji: IE
}), RE = HE, zE = 128, BE = -128, VE = 2 ** 31;
function HE(e, t, n) {
	t ||= [], n ||= 0;
	for (var r = n; e >= VE;) t[n++] = e & 255 | zE, e /= 128;
	for (; e & BE;) t[n++] = e & 255 | zE, e >>>= 7;
	return t[n] = e | 0, HE.bytes = n - r + 1, t;
}
var UE = KE, WE = 128, GE = 127;
function KE(e, t) {
	var n = 0, t = t || 0, r = 0, i = t, a, o = e.length;
	do {
		if (i >= o) throw KE.bytes = 0, /* @__PURE__ */ RangeError("Could not decode varint");
		a = e[i++], n += r < 28 ? (a & GE) << r : (a & GE) * 2 ** r, r += 7;
	} while (a >= WE);
	return KE.bytes = i - t, n;
}
var qE = 128, JE = 2 ** 14, YE = 2 ** 21, XE = 2 ** 28, ZE = 2 ** 35, QE = 2 ** 42, $E = 2 ** 49, eD = 2 ** 56, tD = 2 ** 63, nD = {
	encode: RE,
	decode: UE,
	encodingLength: function(e) {
		return e < qE ? 1 : e < JE ? 2 : e < YE ? 3 : e < XE ? 4 : e < ZE ? 5 : e < QE ? 6 : e < $E ? 7 : e < eD ? 8 : e < tD ? 9 : 10;
	}
}, rD = (e, t, n = 0) => (nD.encode(e, t, n), t), iD = (e) => nD.encodingLength(e), aD = (e, t) => {
	let n = t.byteLength, r = iD(e), i = r + iD(n), a = new Uint8Array(i + n);
	return rD(e, a, 0), rD(n, a, r), a.set(t, i), new oD(e, n, t, a);
}, oD = class {
	constructor(e, t, n, r) {
		this.code = e, this.size = t, this.digest = n, this.bytes = r;
	}
}, sD = ({ name: e, code: t, encode: n }) => new cD(e, t, n), cD = class {
	constructor(e, t, n) {
		this.name = e, this.code = t, this.encode = n;
	}
	digest(e) {
		if (e instanceof Uint8Array) {
			let t = this.encode(e);
			return t instanceof Uint8Array ? aD(this.code, t) : t.then((e) => aD(this.code, e));
		}
		throw Error("Unknown type, must be binary type");
	}
}, lD = (e) => async (t) => new Uint8Array(await crypto.subtle.digest(e, t)), uD = sD({
	name: "sha2-256",
	code: 18,
	encode: lD("SHA-256")
}), dD = sD({
	name: "sha2-512",
	code: 19,
	encode: lD("SHA-512")
}), fD = Object.freeze({
	__proto__: null,
	sha256: uD,
	sha512: dD
}), pD = 0, mD = "identity", hD = BT, gD = Object.freeze({
	__proto__: null,
	identity: {
		code: pD,
		name: mD,
		encode: hD,
		digest: (e) => aD(pD, hD(e))
	}
});
new TextEncoder(), new TextDecoder();
var _D = {
	...eE,
	...nE,
	...iE,
	...oE,
	...lE,
	...yE,
	...SE,
	...TE,
	...AE,
	...LE
};
({
	...fD,
	...gD
});
function vD(e) {
	return globalThis.Buffer == null ? e : new Uint8Array(e.buffer, e.byteOffset, e.byteLength);
}
function yD(e = 0) {
	return globalThis.Buffer != null && globalThis.Buffer.allocUnsafe != null ? vD(globalThis.Buffer.allocUnsafe(e)) : new Uint8Array(e);
}
function bD(e, t, n, r) {
	return {
		name: e,
		prefix: t,
		encoder: {
			name: e,
			prefix: t,
			encode: n
		},
		decoder: { decode: r }
	};
}
var xD = bD("utf8", "u", (e) => "u" + new TextDecoder("utf8").decode(e), (e) => new TextEncoder().encode(e.substring(1))), SD = bD("ascii", "a", (e) => {
	let t = "a";
	for (let n = 0; n < e.length; n++) t += String.fromCharCode(e[n]);
	return t;
}, (e) => {
	e = e.substring(1);
	let t = yD(e.length);
	for (let n = 0; n < e.length; n++) t[n] = e.charCodeAt(n);
	return t;
}), CD = {
	utf8: xD,
	"utf-8": xD,
	hex: _D.base16,
	latin1: SD,
	ascii: SD,
	binary: SD,
	..._D
};
function wD(e, t = "utf8") {
	let n = CD[t];
	if (!n) throw Error(`Unsupported encoding "${t}"`);
	return (t === "utf8" || t === "utf-8") && globalThis.Buffer != null && globalThis.Buffer.from != null ? vD(globalThis.Buffer.from(e, "utf-8")) : n.decoder.decode(`${n.prefix}${e}`);
}
var TD = Object.defineProperty, ED = (e, t, n) => t in e ? TD(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, DD = (e, t, n) => ED(e, typeof t == "symbol" ? t : t + "", n), OD = class {
	constructor(e, t) {
		this.core = e, this.logger = t, DD(this, "keychain", /* @__PURE__ */ new Map()), DD(this, "name", rT), DD(this, "version", "0.3"), DD(this, "initialized", !1), DD(this, "storagePrefix", Zw), DD(this, "init", async () => {
			if (!this.initialized) {
				let e = await this.getKeyChain();
				typeof e < "u" && (this.keychain = e), this.initialized = !0;
			}
		}), DD(this, "has", (e) => (this.isInitialized(), this.keychain.has(e))), DD(this, "set", async (e, t) => {
			this.isInitialized(), this.keychain.set(e, t), await this.persist();
		}), DD(this, "get", (e) => {
			this.isInitialized();
			let t = this.keychain.get(e);
			if (typeof t > "u") {
				let { message: t } = W("NO_MATCHING_KEY", `${this.name}: ${e}`);
				throw Error(t);
			}
			return t;
		}), DD(this, "del", async (e) => {
			this.isInitialized(), this.keychain.delete(e), await this.persist();
		}), this.core = e, this.logger = Wt(t, this.name);
	}
	get context() {
		return Ht(this.logger);
	}
	get storageKey() {
		return this.storagePrefix + this.version + this.core.customStoragePrefix + "//" + this.name;
	}
	async setKeyChain(e) {
		await this.core.storage.setItem(this.storageKey, vh(e));
	}
	async getKeyChain() {
		let e = await this.core.storage.getItem(this.storageKey);
		return typeof e < "u" ? yh(e) : void 0;
	}
	async persist() {
		await this.setKeyChain(this.keychain);
	}
	isInitialized() {
		if (!this.initialized) {
			let { message: e } = W("NOT_INITIALIZED", this.name);
			throw Error(e);
		}
	}
}, kD = Object.defineProperty, AD = (e, t, n) => t in e ? kD(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, jD = (e, t, n) => AD(e, typeof t == "symbol" ? t : t + "", n), MD = class {
	constructor(e, t, n) {
		this.core = e, this.logger = t, jD(this, "name", eT), jD(this, "keychain"), jD(this, "randomSessionIdentifier", xx()), jD(this, "initialized", !1), jD(this, "init", async () => {
			this.initialized ||= (await this.keychain.init(), !0);
		}), jD(this, "hasKeys", (e) => (this.isInitialized(), this.keychain.has(e))), jD(this, "getClientId", async () => (this.isInitialized(), bo(Eo(await this.getClientSeed()).publicKey))), jD(this, "generateKeyPair", () => {
			this.isInitialized();
			let e = bx();
			return this.setPrivateKey(e.publicKey, e.privateKey);
		}), jD(this, "signJWT", async (e) => {
			this.isInitialized();
			let t = Eo(await this.getClientSeed()), n = this.randomSessionIdentifier;
			return await Do(n, e, nT, t);
		}), jD(this, "generateSharedKey", (e, t, n) => {
			this.isInitialized();
			let r = Sx(this.getPrivateKey(e), t);
			return this.setSymKey(r, n);
		}), jD(this, "setSymKey", async (e, t) => {
			this.isInitialized();
			let n = t || Cx(e);
			return await this.keychain.set(n, e), n;
		}), jD(this, "deleteKeyPair", async (e) => {
			this.isInitialized(), await this.keychain.del(e);
		}), jD(this, "deleteSymKey", async (e) => {
			this.isInitialized(), await this.keychain.del(e);
		}), jD(this, "encode", async (e, t, n) => {
			this.isInitialized();
			let r = Ix(n), i = at(t);
			if (Rx(r)) return jx(i, n?.encoding);
			if (Lx(r)) {
				let t = r.senderPublicKey, n = r.receiverPublicKey;
				e = await this.generateSharedKey(t, n);
			}
			let a = this.getSymKey(e), { type: o, senderPublicKey: s } = r;
			return kx({
				type: o,
				symKey: a,
				message: i,
				senderPublicKey: s,
				encoding: n?.encoding
			});
		}), jD(this, "decode", async (e, t, n) => {
			this.isInitialized();
			let r = Fx(t, n);
			if (Rx(r)) return it(Mx(t, n?.encoding));
			if (Lx(r)) {
				let t = r.receiverPublicKey, n = r.senderPublicKey;
				e = await this.generateSharedKey(t, n);
			}
			try {
				return it(Ax({
					symKey: this.getSymKey(e),
					encoded: t,
					encoding: n?.encoding
				}));
			} catch (t) {
				this.logger.error(`Failed to decode message from topic: '${e}', clientId: '${await this.getClientId()}'`), this.logger.error(t);
			}
		}), jD(this, "getPayloadType", (e, t = px) => Ex(Px({
			encoded: e,
			encoding: t
		}).type)), jD(this, "getPayloadSenderPublicKey", (e, t = px) => {
			let n = Px({
				encoded: e,
				encoding: t
			});
			return n.senderPublicKey ? Lm(n.senderPublicKey, fx) : void 0;
		}), this.core = e, this.logger = Wt(t, this.name), this.keychain = n || new OD(this.core, this.logger);
	}
	get context() {
		return Ht(this.logger);
	}
	async setPrivateKey(e, t) {
		return await this.keychain.set(e, t), e;
	}
	getPrivateKey(e) {
		return this.keychain.get(e);
	}
	async getClientSeed() {
		let e = "";
		try {
			e = this.keychain.get(tT);
		} catch {
			e = xx(), await this.keychain.set(tT, e);
		}
		return wD(e, "base16");
	}
	getSymKey(e) {
		return this.keychain.get(e);
	}
	isInitialized() {
		if (!this.initialized) {
			let { message: e } = W("NOT_INITIALIZED", this.name);
			throw Error(e);
		}
	}
}, ND = Object.defineProperty, PD = Object.defineProperties, FD = Object.getOwnPropertyDescriptors, ID = Object.getOwnPropertySymbols, LD = Object.prototype.hasOwnProperty, RD = Object.prototype.propertyIsEnumerable, zD = (e, t, n) => t in e ? ND(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, BD = (e, t) => {
	for (var n in t ||= {}) LD.call(t, n) && zD(e, n, t[n]);
	if (ID) for (var n of ID(t)) RD.call(t, n) && zD(e, n, t[n]);
	return e;
}, VD = (e, t) => PD(e, FD(t)), HD = (e, t, n) => zD(e, typeof t == "symbol" ? t : t + "", n), UD = class extends nn {
	constructor(e, t) {
		super(e, t), this.logger = e, this.core = t, HD(this, "messages", /* @__PURE__ */ new Map()), HD(this, "messagesWithoutClientAck", /* @__PURE__ */ new Map()), HD(this, "name", iT), HD(this, "version", "0.3"), HD(this, "initialized", !1), HD(this, "storagePrefix", Zw), HD(this, "init", async () => {
			if (!this.initialized) {
				this.logger.trace("Initialized");
				try {
					let e = await this.getRelayerMessages();
					typeof e < "u" && (this.messages = e);
					let t = await this.getRelayerMessagesWithoutClientAck();
					typeof t < "u" && (this.messagesWithoutClientAck = t), this.logger.debug(`Successfully Restored records for ${this.name}`), this.logger.trace({
						type: "method",
						method: "restore",
						size: this.messages.size
					});
				} catch (e) {
					this.logger.debug(`Failed to Restore records for ${this.name}`), this.logger.error(e);
				} finally {
					this.initialized = !0;
				}
			}
		}), HD(this, "set", async (e, t, n) => {
			this.isInitialized();
			let r = wx(t), i = this.messages.get(e);
			if (typeof i > "u" && (i = {}), typeof i[r] < "u") return r;
			if (i[r] = t, this.messages.set(e, i), n === dT.inbound) {
				let n = this.messagesWithoutClientAck.get(e) || {};
				this.messagesWithoutClientAck.set(e, VD(BD({}, n), { [r]: t }));
			}
			return await this.persist(), r;
		}), HD(this, "get", (e) => {
			this.isInitialized();
			let t = this.messages.get(e);
			return typeof t > "u" && (t = {}), t;
		}), HD(this, "getWithoutAck", (e) => {
			this.isInitialized();
			let t = {};
			for (let n of e) {
				let e = this.messagesWithoutClientAck.get(n) || {};
				t[n] = Object.values(e);
			}
			return t;
		}), HD(this, "has", (e, t) => (this.isInitialized(), typeof this.get(e)[wx(t)] < "u")), HD(this, "ack", async (e, t) => {
			this.isInitialized();
			let n = this.messagesWithoutClientAck.get(e);
			if (typeof n > "u") return;
			let r = wx(t);
			delete n[r], Object.keys(n).length === 0 ? this.messagesWithoutClientAck.delete(e) : this.messagesWithoutClientAck.set(e, n), await this.persist();
		}), HD(this, "del", async (e) => {
			this.isInitialized(), this.messages.delete(e), this.messagesWithoutClientAck.delete(e), await this.persist();
		}), this.logger = Wt(e, this.name), this.core = t;
	}
	get context() {
		return Ht(this.logger);
	}
	get storageKey() {
		return this.storagePrefix + this.version + this.core.customStoragePrefix + "//" + this.name;
	}
	get storageKeyWithoutClientAck() {
		return this.storagePrefix + this.version + this.core.customStoragePrefix + "//" + this.name + "_withoutClientAck";
	}
	async setRelayerMessages(e) {
		await this.core.storage.setItem(this.storageKey, vh(e));
	}
	async setRelayerMessagesWithoutClientAck(e) {
		await this.core.storage.setItem(this.storageKeyWithoutClientAck, vh(e));
	}
	async getRelayerMessages() {
		let e = await this.core.storage.getItem(this.storageKey);
		return typeof e < "u" ? yh(e) : void 0;
	}
	async getRelayerMessagesWithoutClientAck() {
		let e = await this.core.storage.getItem(this.storageKeyWithoutClientAck);
		return typeof e < "u" ? yh(e) : void 0;
	}
	async persist() {
		await this.setRelayerMessages(this.messages), await this.setRelayerMessagesWithoutClientAck(this.messagesWithoutClientAck);
	}
	isInitialized() {
		if (!this.initialized) {
			let { message: e } = W("NOT_INITIALIZED", this.name);
			throw Error(e);
		}
	}
}, WD = Object.defineProperty, GD = Object.defineProperties, KD = Object.getOwnPropertyDescriptors, qD = Object.getOwnPropertySymbols, JD = Object.prototype.hasOwnProperty, YD = Object.prototype.propertyIsEnumerable, XD = (e, t, n) => t in e ? WD(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, ZD = (e, t) => {
	for (var n in t ||= {}) JD.call(t, n) && XD(e, n, t[n]);
	if (qD) for (var n of qD(t)) YD.call(t, n) && XD(e, n, t[n]);
	return e;
}, QD = (e, t) => GD(e, KD(t)), $D = (e, t, n) => XD(e, typeof t == "symbol" ? t : t + "", n), eO = class extends rn {
	constructor(e, t) {
		super(e, t), this.relayer = e, this.logger = t, $D(this, "events", new pe.EventEmitter()), $D(this, "name", oT), $D(this, "queue", /* @__PURE__ */ new Map()), $D(this, "publishTimeout", (0, R.toMiliseconds)(R.ONE_MINUTE)), $D(this, "initialPublishTimeout", (0, R.toMiliseconds)(R.ONE_SECOND * 15)), $D(this, "needsTransportRestart", !1), $D(this, "publish", async (e, t, n) => {
			var r, i, a;
			this.logger.debug("Publishing Payload"), this.logger.trace({
				type: "method",
				method: "publish",
				params: {
					topic: e,
					message: t,
					opts: n
				}
			});
			let o = n?.ttl || aT, s = n?.prompt || !1, c = n?.tag || 0, l = n?.id || mw().toString(), u = Hx(Vx().protocol), d = {
				id: l,
				method: n?.publishMethod || u.publish,
				params: ZD({
					topic: e,
					message: t,
					ttl: o,
					prompt: s,
					tag: c,
					attestation: n?.attestation
				}, n?.tvf && { tvf: n.tvf })
			}, f = `Failed to publish payload, please try again. id:${l} tag:${c}`;
			try {
				vS(d.params?.prompt) && ((r = d.params) == null || delete r.prompt), vS(d.params?.tag) && ((i = d.params) == null || delete i.tag);
				let a = new Promise(async (e) => {
					let t = ({ id: n }) => {
						d.id?.toString() === n.toString() && (this.removeRequestFromQueue(n), this.relayer.events.removeListener(cT.publish, t), e());
					};
					this.relayer.events.on(cT.publish, t);
					let r = xh(new Promise((e, t) => {
						this.rpcPublish(d, n).then(e).catch((e) => {
							this.logger.warn(e, e?.message), t(e);
						});
					}), this.initialPublishTimeout, `Failed initial publish, retrying.... id:${l} tag:${c}`);
					try {
						await r, this.events.removeListener(cT.publish, t);
					} catch (e) {
						this.queue.set(l, {
							request: d,
							opts: n,
							attempt: 1
						}), this.logger.warn(e, e?.message);
					}
				});
				this.logger.trace({
					type: "method",
					method: "publish",
					params: {
						id: l,
						topic: e,
						message: t,
						opts: n
					}
				}), await xh(a, this.publishTimeout, f);
			} catch (e) {
				if (this.logger.debug("Failed to Publish Payload"), this.logger.error(e), (a = n?.internal) != null && a.throwOnFailedPublish) throw e;
			} finally {
				this.queue.delete(l);
			}
		}), $D(this, "publishCustom", async (e) => {
			var t, n, r;
			this.logger.debug("Publishing custom payload"), this.logger.trace({
				type: "method",
				method: "publishCustom",
				params: e
			});
			let { payload: i, opts: a = {} } = e, { attestation: o, tvf: s, publishMethod: c, prompt: l, tag: u, ttl: d = R.FIVE_MINUTES } = a, f = a.id || mw().toString(), p = Hx(Vx().protocol), m = c || p.publish, h = {
				id: f,
				method: m,
				params: ZD(QD(ZD({}, i), {
					ttl: d,
					prompt: l,
					tag: u,
					attestation: o
				}), s)
			}, g = `Failed to publish custom payload, please try again. id:${f} tag:${u}`;
			try {
				vS(h.params?.prompt) && ((t = h.params) == null || delete t.prompt), vS(h.params?.tag) && ((n = h.params) == null || delete n.tag);
				let e = new Promise(async (e) => {
					let t = ({ id: n }) => {
						h.id?.toString() === n.toString() && (this.removeRequestFromQueue(n), this.relayer.events.removeListener(cT.publish, t), e());
					};
					this.relayer.events.on(cT.publish, t);
					let n = xh(new Promise((e, t) => {
						this.rpcPublish(h, a).then(e).catch((e) => {
							this.logger.warn(e, e?.message), t(e);
						});
					}), this.initialPublishTimeout, `Failed initial custom payload publish, retrying.... method:${m} id:${f} tag:${u}`);
					try {
						await n, this.events.removeListener(cT.publish, t);
					} catch (e) {
						this.queue.set(f, {
							request: h,
							opts: a,
							attempt: 1
						}), this.logger.warn(e, e?.message);
					}
				});
				this.logger.trace({
					type: "method",
					method: "publish",
					params: {
						id: f,
						payload: i,
						opts: a
					}
				}), await xh(e, this.publishTimeout, g);
			} catch (e) {
				if (this.logger.debug("Failed to Publish Payload"), this.logger.error(e), (r = a?.internal) != null && r.throwOnFailedPublish) throw e;
			} finally {
				this.queue.delete(f);
			}
		}), $D(this, "on", (e, t) => {
			this.events.on(e, t);
		}), $D(this, "once", (e, t) => {
			this.events.once(e, t);
		}), $D(this, "off", (e, t) => {
			this.events.off(e, t);
		}), $D(this, "removeListener", (e, t) => {
			this.events.removeListener(e, t);
		}), this.relayer = e, this.logger = Wt(t, this.name), this.registerEventListeners();
	}
	get context() {
		return Ht(this.logger);
	}
	async rpcPublish(e, t) {
		this.logger.debug("Outgoing Relay Payload"), this.logger.trace({
			type: "message",
			direction: "outgoing",
			request: e
		});
		let n = await this.relayer.request(e);
		return this.relayer.events.emit(cT.publish, ZD(ZD({}, e), t)), this.logger.debug("Successfully Published Payload"), n;
	}
	removeRequestFromQueue(e) {
		this.queue.delete(e);
	}
	checkQueue() {
		this.queue.forEach(async (e, t) => {
			let n = e.attempt + 1;
			this.queue.set(t, QD(ZD({}, e), { attempt: n })), this.logger.warn({}, `Publisher: queue->publishing: ${e.request.id}, tag: ${e.request.params?.tag}, attempt: ${n}`), await this.rpcPublish(e.request, e.opts), this.logger.warn({}, `Publisher: queue->published: ${e.request.id}`);
		});
	}
	registerEventListeners() {
		this.relayer.core.heartbeat.on(ge.pulse, () => {
			this.needsTransportRestart ? (this.needsTransportRestart = !1, this.relayer.events.emit(cT.connection_stalled)) : this.checkQueue();
		}), this.relayer.on(cT.message_ack, (e) => {
			this.removeRequestFromQueue(e.id.toString());
		});
	}
}, tO = Object.defineProperty, nO = (e, t, n) => t in e ? tO(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, rO = (e, t, n) => nO(e, typeof t == "symbol" ? t : t + "", n), iO = class {
	constructor() {
		rO(this, "map", /* @__PURE__ */ new Map()), rO(this, "set", (e, t) => {
			let n = this.get(e);
			this.exists(e, t) || this.map.set(e, [...n, t]);
		}), rO(this, "get", (e) => this.map.get(e) || []), rO(this, "exists", (e, t) => this.get(e).includes(t)), rO(this, "delete", (e, t) => {
			if (typeof t > "u") {
				this.map.delete(e);
				return;
			}
			if (!this.map.has(e)) return;
			let n = this.get(e);
			if (!this.exists(e, t)) return;
			let r = n.filter((e) => e !== t);
			r.length ? this.map.set(e, r) : this.map.delete(e);
		}), rO(this, "clear", () => {
			this.map.clear();
		});
	}
	get topics() {
		return Array.from(this.map.keys());
	}
}, aO = Object.defineProperty, oO = Object.defineProperties, sO = Object.getOwnPropertyDescriptors, cO = Object.getOwnPropertySymbols, lO = Object.prototype.hasOwnProperty, uO = Object.prototype.propertyIsEnumerable, dO = (e, t, n) => t in e ? aO(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, fO = (e, t) => {
	for (var n in t ||= {}) lO.call(t, n) && dO(e, n, t[n]);
	if (cO) for (var n of cO(t)) uO.call(t, n) && dO(e, n, t[n]);
	return e;
}, pO = (e, t) => oO(e, sO(t)), q = (e, t, n) => dO(e, typeof t == "symbol" ? t : t + "", n), mO = class extends sn {
	constructor(e, t) {
		super(e, t), this.relayer = e, this.logger = t, q(this, "subscriptions", /* @__PURE__ */ new Map()), q(this, "topicMap", new iO()), q(this, "events", new pe.EventEmitter()), q(this, "name", mT), q(this, "version", "0.3"), q(this, "pending", /* @__PURE__ */ new Map()), q(this, "cached", []), q(this, "initialized", !1), q(this, "storagePrefix", Zw), q(this, "subscribeTimeout", (0, R.toMiliseconds)(R.ONE_MINUTE)), q(this, "initialSubscribeTimeout", (0, R.toMiliseconds)(R.ONE_SECOND * 15)), q(this, "clientId"), q(this, "batchSubscribeTopicsLimit", 500), q(this, "init", async () => {
			this.initialized || (this.logger.trace("Initialized"), this.registerEventListeners(), await this.restore()), this.initialized = !0;
		}), q(this, "subscribe", async (e, t) => {
			var n;
			this.isInitialized(), this.logger.debug("Subscribing Topic"), this.logger.trace({
				type: "method",
				method: "subscribe",
				params: {
					topic: e,
					opts: t
				}
			});
			try {
				let r = Vx(t), i = {
					topic: e,
					relay: r,
					transportType: t?.transportType
				};
				(n = t?.internal) != null && n.skipSubscribe || this.pending.set(e, i);
				let a = await this.rpcSubscribe(e, r, t);
				return typeof a == "string" && (this.onSubscribe(a, i), this.logger.debug("Successfully Subscribed Topic"), this.logger.trace({
					type: "method",
					method: "subscribe",
					params: {
						topic: e,
						opts: t
					}
				})), a;
			} catch (e) {
				throw this.logger.debug("Failed to Subscribe Topic"), this.logger.error(e), e;
			}
		}), q(this, "unsubscribe", async (e, t) => {
			this.isInitialized(), typeof t?.id < "u" ? await this.unsubscribeById(e, t.id, t) : await this.unsubscribeByTopic(e, t);
		}), q(this, "isSubscribed", (e) => new Promise((t) => {
			t(this.topicMap.topics.includes(e));
		})), q(this, "isKnownTopic", (e) => new Promise((t) => {
			t(this.topicMap.topics.includes(e) || this.pending.has(e) || this.cached.some((t) => t.topic === e));
		})), q(this, "on", (e, t) => {
			this.events.on(e, t);
		}), q(this, "once", (e, t) => {
			this.events.once(e, t);
		}), q(this, "off", (e, t) => {
			this.events.off(e, t);
		}), q(this, "removeListener", (e, t) => {
			this.events.removeListener(e, t);
		}), q(this, "start", async () => {
			await this.onConnect();
		}), q(this, "stop", async () => {
			await this.onDisconnect();
		}), q(this, "restart", async () => {
			await this.restore(), await this.onRestart();
		}), q(this, "checkPending", async () => {
			if (this.pending.size === 0 && (!this.initialized || !this.relayer.connected)) return;
			let e = [];
			this.pending.forEach((t) => {
				e.push(t);
			}), await this.batchSubscribe(e);
		}), q(this, "registerEventListeners", () => {
			this.relayer.core.heartbeat.on(ge.pulse, async () => {
				await this.checkPending();
			}), this.events.on(pT.created, async (e) => {
				let t = pT.created;
				this.logger.info(`Emitting ${t}`), this.logger.debug({
					type: "event",
					event: t,
					data: e
				}), await this.persist();
			}), this.events.on(pT.deleted, async (e) => {
				let t = pT.deleted;
				this.logger.info(`Emitting ${t}`), this.logger.debug({
					type: "event",
					event: t,
					data: e
				}), await this.persist();
			});
		}), this.relayer = e, this.logger = Wt(t, this.name), this.clientId = "";
	}
	get context() {
		return Ht(this.logger);
	}
	get storageKey() {
		return this.storagePrefix + this.version + this.relayer.core.customStoragePrefix + "//" + this.name;
	}
	get length() {
		return this.subscriptions.size;
	}
	get ids() {
		return Array.from(this.subscriptions.keys());
	}
	get values() {
		return Array.from(this.subscriptions.values());
	}
	get topics() {
		return this.topicMap.topics;
	}
	get hasAnyTopics() {
		return this.topicMap.topics.length > 0 || this.pending.size > 0 || this.cached.length > 0 || this.subscriptions.size > 0;
	}
	hasSubscription(e, t) {
		let n = !1;
		try {
			n = this.getSubscription(e).topic === t;
		} catch {}
		return n;
	}
	reset() {
		this.cached = [], this.initialized = !0;
	}
	onDisable() {
		this.values.length > 0 && (this.cached = this.values), this.subscriptions.clear(), this.topicMap.clear();
	}
	async unsubscribeByTopic(e, t) {
		let n = this.topicMap.get(e);
		await Promise.all(n.map(async (n) => await this.unsubscribeById(e, n, t)));
	}
	async unsubscribeById(e, t, n) {
		this.logger.debug("Unsubscribing Topic"), this.logger.trace({
			type: "method",
			method: "unsubscribe",
			params: {
				topic: e,
				id: t,
				opts: n
			}
		});
		try {
			let r = Vx(n);
			await this.restartToComplete({
				topic: e,
				id: t,
				relay: r
			}), await this.rpcUnsubscribe(e, t, r);
			let i = G("USER_DISCONNECTED", `${this.name}, ${e}`);
			await this.onUnsubscribe(e, t, i), this.logger.debug("Successfully Unsubscribed Topic"), this.logger.trace({
				type: "method",
				method: "unsubscribe",
				params: {
					topic: e,
					id: t,
					opts: n
				}
			});
		} catch (e) {
			throw this.logger.debug("Failed to Unsubscribe Topic"), this.logger.error(e), e;
		}
	}
	async rpcSubscribe(e, t, n) {
		var r;
		let i = await this.getSubscriptionId(e);
		if ((r = n?.internal) != null && r.skipSubscribe) return i;
		n && n?.transportType !== K.relay || await this.restartToComplete({
			topic: e,
			id: e,
			relay: t
		});
		let a = {
			method: Hx(t.protocol).subscribe,
			params: { topic: e }
		};
		this.logger.debug("Outgoing Relay Payload"), this.logger.trace({
			type: "payload",
			direction: "outgoing",
			request: a
		});
		let o = n?.internal?.throwOnFailedPublish;
		try {
			if (n?.transportType === K.link_mode) return setTimeout(() => {
				(this.relayer.connected || this.relayer.connecting) && this.relayer.request(a).catch((e) => this.logger.warn(e));
			}, (0, R.toMiliseconds)(R.ONE_SECOND)), i;
			let t = await xh(new Promise(async (t) => {
				let n = (r) => {
					r.topic === e && (this.events.removeListener(pT.created, n), t(r.id));
				};
				this.events.on(pT.created, n);
				try {
					let r = await xh(new Promise((e, t) => {
						this.relayer.request(a).catch((e) => {
							this.logger.warn(e, e?.message), t(e);
						}).then(e);
					}), this.initialSubscribeTimeout, `Subscribing to ${e} failed, please try again`);
					this.events.removeListener(pT.created, n), t(r);
				} catch {}
			}), this.subscribeTimeout, `Subscribing to ${e} failed, please try again`);
			if (!t && o) throw Error(`Subscribing to ${e} failed, please try again`);
			return t ? i : null;
		} catch (e) {
			if (this.logger.debug("Outgoing Relay Subscribe Payload stalled"), this.relayer.events.emit(cT.connection_stalled), o) throw e;
		}
		return null;
	}
	async rpcBatchSubscribe(e) {
		if (!e.length) return;
		let t = e[0].relay, n = {
			method: Hx(t.protocol).batchSubscribe,
			params: { topics: e.map((e) => e.topic) }
		};
		this.logger.debug("Outgoing Relay Payload"), this.logger.trace({
			type: "payload",
			direction: "outgoing",
			request: n
		});
		try {
			await await xh(new Promise((e) => {
				this.relayer.request(n).catch((e) => this.logger.warn(e)).then(e);
			}), this.subscribeTimeout, "rpcBatchSubscribe failed, please try again");
		} catch {
			this.relayer.events.emit(cT.connection_stalled);
		}
	}
	async rpcBatchFetchMessages(e) {
		if (!e.length) return;
		let t = e[0].relay, n = {
			method: Hx(t.protocol).batchFetchMessages,
			params: { topics: e.map((e) => e.topic) }
		};
		this.logger.debug("Outgoing Relay Payload"), this.logger.trace({
			type: "payload",
			direction: "outgoing",
			request: n
		});
		let r;
		try {
			r = await await xh(new Promise((e, t) => {
				this.relayer.request(n).catch((e) => {
					this.logger.warn(e), t(e);
				}).then(e);
			}), this.subscribeTimeout, "rpcBatchFetchMessages failed, please try again");
		} catch {
			this.relayer.events.emit(cT.connection_stalled);
		}
		return r;
	}
	rpcUnsubscribe(e, t, n) {
		let r = {
			method: Hx(n.protocol).unsubscribe,
			params: {
				topic: e,
				id: t
			}
		};
		return this.logger.debug("Outgoing Relay Payload"), this.logger.trace({
			type: "payload",
			direction: "outgoing",
			request: r
		}), this.relayer.request(r);
	}
	onSubscribe(e, t) {
		this.setSubscription(e, pO(fO({}, t), { id: e })), this.pending.delete(t.topic);
	}
	onBatchSubscribe(e) {
		e.length && e.forEach((e) => {
			this.setSubscription(e.id, fO({}, e)), this.pending.delete(e.topic);
		});
	}
	async onUnsubscribe(e, t, n) {
		this.events.removeAllListeners(t), this.hasSubscription(t, e) && this.deleteSubscription(t, n), await this.relayer.messages.del(e);
	}
	async setRelayerSubscriptions(e) {
		await this.relayer.core.storage.setItem(this.storageKey, e);
	}
	async getRelayerSubscriptions() {
		return await this.relayer.core.storage.getItem(this.storageKey);
	}
	setSubscription(e, t) {
		this.logger.debug("Setting subscription"), this.logger.trace({
			type: "method",
			method: "setSubscription",
			id: e,
			subscription: t
		}), this.addSubscription(e, t);
	}
	addSubscription(e, t) {
		this.subscriptions.set(e, fO({}, t)), this.topicMap.set(t.topic, e), this.events.emit(pT.created, t);
	}
	getSubscription(e) {
		this.logger.debug("Getting subscription"), this.logger.trace({
			type: "method",
			method: "getSubscription",
			id: e
		});
		let t = this.subscriptions.get(e);
		if (!t) {
			let { message: t } = W("NO_MATCHING_KEY", `${this.name}: ${e}`);
			throw Error(t);
		}
		return t;
	}
	deleteSubscription(e, t) {
		this.logger.debug("Deleting subscription"), this.logger.trace({
			type: "method",
			method: "deleteSubscription",
			id: e,
			reason: t
		});
		let n = this.getSubscription(e);
		this.subscriptions.delete(e), this.topicMap.delete(n.topic, e), this.events.emit(pT.deleted, pO(fO({}, n), { reason: t }));
	}
	async persist() {
		await this.setRelayerSubscriptions(this.values), this.events.emit(pT.sync);
	}
	async onRestart() {
		if (this.cached.length) {
			let e = [...this.cached], t = Math.ceil(this.cached.length / this.batchSubscribeTopicsLimit);
			for (let n = 0; n < t; n++) {
				let t = e.splice(0, this.batchSubscribeTopicsLimit);
				await this.batchSubscribe(t);
			}
		}
		this.events.emit(pT.resubscribed);
	}
	async restore() {
		try {
			let e = await this.getRelayerSubscriptions();
			if (typeof e > "u" || !e.length) return;
			if (this.subscriptions.size && !e.every((e) => e.topic === this.subscriptions.get(e.id)?.topic)) {
				let { message: e } = W("RESTORE_WILL_OVERRIDE", this.name);
				throw this.logger.error(e), this.logger.error(`${this.name}: ${JSON.stringify(this.values)}`), Error(e);
			}
			this.cached = e, this.logger.debug(`Successfully Restored subscriptions for ${this.name}`), this.logger.trace({
				type: "method",
				method: "restore",
				subscriptions: this.values
			});
		} catch (e) {
			this.logger.debug(`Failed to Restore subscriptions for ${this.name}`), this.logger.error(e);
		}
	}
	async batchSubscribe(e) {
		e.length && (await this.rpcBatchSubscribe(e), this.onBatchSubscribe(await Promise.all(e.map(async (e) => pO(fO({}, e), { id: await this.getSubscriptionId(e.topic) })))));
	}
	async batchFetchMessages(e) {
		if (!e.length) return;
		this.logger.trace(`Fetching batch messages for ${e.length} subscriptions`);
		let t = await this.rpcBatchFetchMessages(e);
		t && t.messages && (await Bh((0, R.toMiliseconds)(R.ONE_SECOND)), await this.relayer.handleBatchMessageEvents(t.messages));
	}
	async onConnect() {
		await this.restart(), this.reset();
	}
	onDisconnect() {
		this.onDisable();
	}
	isInitialized() {
		if (!this.initialized) {
			let { message: e } = W("NOT_INITIALIZED", this.name);
			throw Error(e);
		}
	}
	async restartToComplete(e) {
		!this.relayer.connected && !this.relayer.connecting && (this.cached.push(e), await this.relayer.transportOpen());
	}
	async getClientId() {
		return this.clientId ||= await this.relayer.core.crypto.getClientId(), this.clientId;
	}
	async getSubscriptionId(e) {
		return wx(e + await this.getClientId());
	}
}, hO = Object.defineProperty, gO = Object.getOwnPropertySymbols, _O = Object.prototype.hasOwnProperty, vO = Object.prototype.propertyIsEnumerable, yO = (e, t, n) => t in e ? hO(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, bO = (e, t) => {
	for (var n in t ||= {}) _O.call(t, n) && yO(e, n, t[n]);
	if (gO) for (var n of gO(t)) vO.call(t, n) && yO(e, n, t[n]);
	return e;
}, J = (e, t, n) => yO(e, typeof t == "symbol" ? t : t + "", n), xO = class extends an {
	constructor(e) {
		super(e), J(this, "protocol", "wc"), J(this, "version", 2), J(this, "core"), J(this, "logger"), J(this, "events", new pe.EventEmitter()), J(this, "provider"), J(this, "messages"), J(this, "subscriber"), J(this, "publisher"), J(this, "name", sT), J(this, "transportExplicitlyClosed", !1), J(this, "initialized", !1), J(this, "connectionAttemptInProgress", !1), J(this, "relayUrl"), J(this, "projectId"), J(this, "packageName"), J(this, "bundleId"), J(this, "hasExperiencedNetworkDisruption", !1), J(this, "pingTimeout"), J(this, "heartBeatTimeout", (0, R.toMiliseconds)(R.THIRTY_SECONDS + R.FIVE_SECONDS)), J(this, "reconnectTimeout"), J(this, "connectPromise"), J(this, "reconnectInProgress", !1), J(this, "requestsInFlight", []), J(this, "connectTimeout", (0, R.toMiliseconds)(R.ONE_SECOND * 15)), J(this, "request", async (e) => {
			this.logger.debug("Publishing Request Payload");
			let t = e.id || mw().toString();
			await this.toEstablishConnection();
			try {
				this.logger.trace({
					id: t,
					method: e.method,
					topic: e.params?.topic
				}, "relayer.request - publishing...");
				let n = `${t}:${e.params?.tag || ""}`;
				this.requestsInFlight.push(n);
				let r = await this.provider.request(e);
				return this.requestsInFlight = this.requestsInFlight.filter((e) => e !== n), r;
			} catch (e) {
				throw this.logger.debug(`Failed to Publish Request: ${t}`), e;
			}
		}), J(this, "resetPingTimeout", () => {
			rh() && (clearTimeout(this.pingTimeout), this.pingTimeout = setTimeout(() => {
				var e, t;
				try {
					this.logger.debug({}, "pingTimeout: Connection stalled, terminating..."), (t = (e = this.provider?.connection?.socket)?.terminate) == null || t.call(e);
				} catch (e) {
					this.logger.warn(e, e?.message);
				}
			}, this.heartBeatTimeout));
		}), J(this, "onPayloadHandler", (e) => {
			this.onProviderPayload(e), this.resetPingTimeout();
		}), J(this, "onConnectHandler", () => {
			this.logger.warn({}, "Relayer connected 🛜"), this.startPingTimeout(), this.events.emit(cT.connect);
		}), J(this, "onDisconnectHandler", () => {
			this.logger.warn({}, "Relayer disconnected 🛑"), this.requestsInFlight = [], this.onProviderDisconnect();
		}), J(this, "onProviderErrorHandler", (e) => {
			this.logger.fatal(`Fatal socket error: ${e.message}`), this.events.emit(cT.error, e), this.logger.fatal("Fatal socket error received, closing transport"), this.transportClose();
		}), J(this, "registerProviderListeners", () => {
			this.provider.on(lT.payload, this.onPayloadHandler), this.provider.on(lT.connect, this.onConnectHandler), this.provider.on(lT.disconnect, this.onDisconnectHandler), this.provider.on(lT.error, this.onProviderErrorHandler);
		}), this.core = e.core, this.logger = typeof e.logger < "u" && typeof e.logger != "string" ? Wt(e.logger, this.name) : (0, xt.default)(zt({ level: e.logger || "error" })), this.messages = new UD(this.logger, e.core), this.subscriber = new mO(this, this.logger), this.publisher = new eO(this, this.logger), this.projectId = e?.projectId, this.relayUrl = e?.relayUrl || "wss://relay.walletconnect.org", ah() ? this.packageName = lh() : oh() && (this.bundleId = lh()), this.provider = {};
	}
	async init() {
		this.logger.trace("Initialized"), this.registerEventListeners(), await Promise.all([this.messages.init(), this.subscriber.init()]), this.initialized = !0, this.transportOpen().catch((e) => this.logger.warn(e, e?.message));
	}
	get context() {
		return Ht(this.logger);
	}
	get connected() {
		return this.provider?.connection?.socket?.readyState === 1 || !1;
	}
	get connecting() {
		return this.provider?.connection?.socket?.readyState === 0 || this.connectPromise !== void 0 || !1;
	}
	async publish(e, t, n) {
		this.isInitialized(), await this.publisher.publish(e, t, n), await this.recordMessageEvent({
			topic: e,
			message: t,
			publishedAt: Date.now(),
			transportType: K.relay
		}, dT.outbound);
	}
	async publishCustom(e) {
		this.isInitialized(), await this.publisher.publishCustom(e);
	}
	async subscribe(e, t) {
		this.isInitialized(), t != null && t.transportType && t?.transportType !== "relay" || await this.toEstablishConnection();
		let n = typeof t?.internal?.throwOnFailedPublish > "u" || t?.internal?.throwOnFailedPublish, r = this.subscriber.topicMap.get(e)?.[0] || "", i, a = (t) => {
			t.topic === e && (this.subscriber.off(pT.created, a), i());
		};
		return await Promise.all([new Promise((e) => {
			i = e, this.subscriber.on(pT.created, a);
		}), new Promise(async (i, a) => {
			r = await this.subscriber.subscribe(e, bO({ internal: { throwOnFailedPublish: n } }, t)).catch((e) => {
				n && a(e);
			}) || r, i();
		})]), r;
	}
	async unsubscribe(e, t) {
		this.isInitialized(), await this.subscriber.unsubscribe(e, t);
	}
	on(e, t) {
		this.events.on(e, t);
	}
	once(e, t) {
		this.events.once(e, t);
	}
	off(e, t) {
		this.events.off(e, t);
	}
	removeListener(e, t) {
		this.events.removeListener(e, t);
	}
	async transportDisconnect() {
		this.provider.disconnect && (this.hasExperiencedNetworkDisruption || this.connected) ? await xh(this.provider.disconnect(), 2e3, "provider.disconnect()").catch(() => this.onProviderDisconnect()) : this.onProviderDisconnect();
	}
	async transportClose() {
		this.transportExplicitlyClosed = !0, await this.transportDisconnect();
	}
	async transportOpen(e) {
		if (!this.subscriber.hasAnyTopics) this.logger.info("Starting WS connection skipped because the client has no topics to work with.");
		else if (this.connectPromise ? (this.logger.debug({}, "Waiting for existing connection attempt to resolve..."), await this.connectPromise, this.logger.debug({}, "Existing connection attempt resolved")) : (this.connectPromise = new Promise(async (t, n) => {
			await this.connect(e).then(t).catch(n).finally(() => {
				this.connectPromise = void 0;
			});
		}), await this.connectPromise), !this.connected) throw Error(`Couldn't establish socket connection to the relay server: ${this.relayUrl}`);
	}
	async restartTransport(e) {
		this.logger.debug({}, "Restarting transport..."), !this.connectionAttemptInProgress && (this.relayUrl = e || this.relayUrl, await this.confirmOnlineStateOrThrow(), await this.transportClose(), await this.transportOpen());
	}
	async confirmOnlineStateOrThrow() {
		if (!await $S()) throw Error("No internet connection detected. Please restart your network and try again.");
	}
	async handleBatchMessageEvents(e) {
		if (e?.length === 0) {
			this.logger.trace("Batch message events is empty. Ignoring...");
			return;
		}
		let t = e.sort((e, t) => e.publishedAt - t.publishedAt);
		this.logger.debug(`Batch of ${t.length} message events sorted`);
		for (let e of t) try {
			await this.onMessageEvent(e);
		} catch (e) {
			this.logger.warn(e, "Error while processing batch message event: " + e?.message);
		}
		this.logger.trace(`Batch of ${t.length} message events processed`);
	}
	async onLinkMessageEvent(e, t) {
		let { topic: n } = e;
		if (!t.sessionExists) {
			let e = {
				topic: n,
				expiry: Eh(R.FIVE_MINUTES),
				relay: { protocol: "irn" },
				active: !1
			};
			await this.core.pairing.pairings.set(n, e);
		}
		this.events.emit(cT.message, e), await this.recordMessageEvent(e, dT.inbound);
	}
	async connect(e) {
		await this.confirmOnlineStateOrThrow(), e && e !== this.relayUrl && (this.relayUrl = e, await this.transportDisconnect()), this.connectionAttemptInProgress = !0, this.transportExplicitlyClosed = !1;
		let t = 1;
		for (; t < 6;) {
			try {
				if (this.transportExplicitlyClosed) break;
				this.logger.debug({}, `Connecting to ${this.relayUrl}, attempt: ${t}...`), await this.createProvider(), await new Promise(async (e, t) => {
					let n = () => {
						t(/* @__PURE__ */ Error("Connection interrupted while trying to connect"));
					};
					this.provider.once(lT.disconnect, n), await xh(new Promise((e, t) => {
						this.provider.connect().then(e).catch(t);
					}), this.connectTimeout, `Socket stalled when trying to connect to ${this.relayUrl}`).catch((e) => {
						t(e);
					}).finally(() => {
						this.provider.off(lT.disconnect, n), clearTimeout(this.reconnectTimeout);
					}), await new Promise(async (e, n) => {
						let r = () => {
							t(/* @__PURE__ */ Error("Connection interrupted while trying to subscribe"));
						};
						this.provider.once(lT.disconnect, r), await this.subscriber.start().then(e).catch(n).finally(() => {
							this.provider.off(lT.disconnect, r);
						});
					}), this.hasExperiencedNetworkDisruption = !1, e();
				});
			} catch (e) {
				await this.subscriber.stop();
				let t = e;
				this.logger.warn({}, t.message), this.hasExperiencedNetworkDisruption = !0;
			} finally {
				this.connectionAttemptInProgress = !1;
			}
			if (this.connected) {
				this.logger.debug({}, `Connected to ${this.relayUrl} successfully on attempt: ${t}`);
				break;
			}
			await new Promise((e) => setTimeout(e, (0, R.toMiliseconds)(t * 1))), t++;
		}
	}
	startPingTimeout() {
		var e, t;
		if (rh()) try {
			(e = this.provider?.connection) != null && e.socket && ((t = this.provider?.connection?.socket) == null || t.on("ping", () => {
				this.resetPingTimeout();
			})), this.resetPingTimeout();
		} catch (e) {
			this.logger.warn(e, e?.message);
		}
	}
	async createProvider() {
		this.provider.connection && this.unregisterProviderListeners();
		let e = await this.core.crypto.signJWT(this.relayUrl);
		this.provider = new Hw(new Yw(gh({
			sdkVersion: uT,
			protocol: this.protocol,
			version: this.version,
			relayUrl: this.relayUrl,
			projectId: this.projectId,
			auth: e,
			useOnCloseEvent: !0,
			bundleId: this.bundleId,
			packageName: this.packageName
		}))), this.registerProviderListeners();
	}
	async recordMessageEvent(e, t) {
		let { topic: n, message: r } = e;
		await this.messages.set(n, r, t);
	}
	async shouldIgnoreMessageEvent(e) {
		let { topic: t, message: n } = e;
		if (!n || n.length === 0) return this.logger.warn(`Ignoring invalid/empty message: ${n}`), !0;
		if (!await this.subscriber.isKnownTopic(t)) return this.logger.warn(`Ignoring message for unknown topic ${t}`), !0;
		let r = this.messages.has(t, n);
		return r && this.logger.warn(`Ignoring duplicate message: ${n}`), r;
	}
	async onProviderPayload(e) {
		if (this.logger.debug("Incoming Relay Payload"), this.logger.trace({
			type: "payload",
			direction: "incoming",
			payload: e
		}), Iw(e)) {
			if (!e.method.endsWith("_subscription")) return;
			let t = e.params, { topic: n, message: r, publishedAt: i, attestation: a } = t.data, o = {
				topic: n,
				message: r,
				publishedAt: i,
				transportType: K.relay,
				attestation: a
			};
			this.logger.debug("Emitting Relayer Payload"), this.logger.trace(bO({
				type: "event",
				event: t.id
			}, o)), this.events.emit(t.id, o), await this.acknowledgePayload(e), await this.onMessageEvent(o);
		} else Lw(e) && this.events.emit(cT.message_ack, e);
	}
	async onMessageEvent(e) {
		await this.shouldIgnoreMessageEvent(e) || (await this.recordMessageEvent(e, dT.inbound), this.events.emit(cT.message, e));
	}
	async acknowledgePayload(e) {
		let t = gw(e.id, !0);
		await this.provider.connection.send(t);
	}
	unregisterProviderListeners() {
		this.provider.off(lT.payload, this.onPayloadHandler), this.provider.off(lT.connect, this.onConnectHandler), this.provider.off(lT.disconnect, this.onDisconnectHandler), this.provider.off(lT.error, this.onProviderErrorHandler), clearTimeout(this.pingTimeout);
	}
	async registerEventListeners() {
		let e = await $S();
		rC(async (t) => {
			e !== t && (e = t, t ? await this.transportOpen().catch((e) => this.logger.error(e, e?.message)) : (this.hasExperiencedNetworkDisruption = !0, await this.transportDisconnect(), this.transportExplicitlyClosed = !1));
		}), this.core.heartbeat.on(ge.pulse, async () => {
			if (!this.transportExplicitlyClosed && !this.connected && oC()) try {
				await this.confirmOnlineStateOrThrow(), await this.transportOpen();
			} catch (e) {
				this.logger.warn(e, e?.message);
			}
		});
	}
	async onProviderDisconnect() {
		clearTimeout(this.pingTimeout), this.events.emit(cT.disconnect), this.connectionAttemptInProgress = !1, !this.reconnectInProgress && (this.reconnectInProgress = !0, await this.subscriber.stop(), this.subscriber.hasAnyTopics && (this.transportExplicitlyClosed || (this.reconnectTimeout = setTimeout(async () => {
			await this.transportOpen().catch((e) => this.logger.error(e, e?.message)), this.reconnectTimeout = void 0, this.reconnectInProgress = !1;
		}, (0, R.toMiliseconds)(.1)))));
	}
	isInitialized() {
		if (!this.initialized) {
			let { message: e } = W("NOT_INITIALIZED", this.name);
			throw Error(e);
		}
	}
	async toEstablishConnection() {
		if (await this.confirmOnlineStateOrThrow(), !this.connected) {
			if (this.connectPromise) {
				await this.connectPromise;
				return;
			}
			await this.connect();
		}
	}
};
function SO(e, t) {
	return e === t || Number.isNaN(e) && Number.isNaN(t);
}
function CO(e) {
	return Object.getOwnPropertySymbols(e).filter((t) => Object.prototype.propertyIsEnumerable.call(e, t));
}
function wO(e) {
	return e == null ? e === void 0 ? "[object Undefined]" : "[object Null]" : Object.prototype.toString.call(e);
}
var TO = "[object RegExp]", EO = "[object String]", DO = "[object Number]", OO = "[object Boolean]", kO = "[object Arguments]", AO = "[object Symbol]", jO = "[object Date]", MO = "[object Map]", NO = "[object Set]", PO = "[object Array]", FO = "[object Function]", IO = "[object ArrayBuffer]", LO = "[object Object]", RO = "[object Error]", zO = "[object DataView]", BO = "[object Uint8Array]", VO = "[object Uint8ClampedArray]", HO = "[object Uint16Array]", UO = "[object Uint32Array]", WO = "[object BigUint64Array]", GO = "[object Int8Array]", KO = "[object Int16Array]", qO = "[object Int32Array]", JO = "[object BigInt64Array]", YO = "[object Float32Array]", XO = "[object Float64Array]";
function ZO() {}
function QO(e) {
	if (!e || typeof e != "object") return !1;
	let t = Object.getPrototypeOf(e);
	return t === null || t === Object.prototype || Object.getPrototypeOf(t) === null ? Object.prototype.toString.call(e) === "[object Object]" : !1;
}
function $O(e, t, n) {
	return ek(e, t, void 0, void 0, void 0, void 0, n);
}
function ek(e, t, n, r, i, a, o) {
	let s = o(e, t, n, r, i, a);
	if (s !== void 0) return s;
	if (typeof e == typeof t) switch (typeof e) {
		case "bigint":
		case "string":
		case "boolean":
		case "symbol":
		case "undefined": return e === t;
		case "number": return e === t || Object.is(e, t);
		case "function": return e === t;
		case "object": return tk(e, t, a, o);
	}
	return tk(e, t, a, o);
}
function tk(e, t, n, r) {
	if (Object.is(e, t)) return !0;
	let i = wO(e), a = wO(t);
	if (i === kO && (i = LO), a === kO && (a = LO), i !== a) return !1;
	switch (i) {
		case EO: return e.toString() === t.toString();
		case DO: return SO(e.valueOf(), t.valueOf());
		case OO:
		case jO:
		case AO: return Object.is(e.valueOf(), t.valueOf());
		case TO: return e.source === t.source && e.flags === t.flags;
		case FO: return e === t;
	}
	n ??= /* @__PURE__ */ new Map();
	let o = n.get(e), s = n.get(t);
	if (o != null && s != null) return o === t;
	n.set(e, t), n.set(t, e);
	try {
		switch (i) {
			case MO:
				if (e.size !== t.size) return !1;
				for (let [i, a] of e.entries()) if (!t.has(i) || !ek(a, t.get(i), i, e, t, n, r)) return !1;
				return !0;
			case NO: {
				if (e.size !== t.size) return !1;
				let i = Array.from(e.values()), a = Array.from(t.values());
				for (let o = 0; o < i.length; o++) {
					let s = i[o], c = a.findIndex((i) => ek(s, i, void 0, e, t, n, r));
					if (c === -1) return !1;
					a.splice(c, 1);
				}
				return !0;
			}
			case PO:
			case BO:
			case VO:
			case HO:
			case UO:
			case WO:
			case GO:
			case KO:
			case qO:
			case JO:
			case YO:
			case XO:
				if (typeof Buffer < "u" && Buffer.isBuffer(e) !== Buffer.isBuffer(t) || e.length !== t.length) return !1;
				for (let i = 0; i < e.length; i++) if (!ek(e[i], t[i], i, e, t, n, r)) return !1;
				return !0;
			case IO: return e.byteLength === t.byteLength && tk(new Uint8Array(e), new Uint8Array(t), n, r);
			case zO: return e.byteLength !== t.byteLength || e.byteOffset !== t.byteOffset ? !1 : tk(new Uint8Array(e), new Uint8Array(t), n, r);
			case RO: return e.name === t.name && e.message === t.message;
			case LO: {
				if (!(tk(e.constructor, t.constructor, n, r) || QO(e) && QO(t))) return !1;
				let i = [...Object.keys(e), ...CO(e)], a = [...Object.keys(t), ...CO(t)];
				if (i.length !== a.length) return !1;
				for (let a = 0; a < i.length; a++) {
					let o = i[a], s = e[o];
					if (!Object.hasOwn(t, o)) return !1;
					let c = t[o];
					if (!ek(s, c, o, e, t, n, r)) return !1;
				}
				return !0;
			}
			default: return !1;
		}
	} finally {
		n.delete(e), n.delete(t);
	}
}
function nk(e, t) {
	return $O(e, t, ZO);
}
var rk = Object.defineProperty, ik = Object.getOwnPropertySymbols, ak = Object.prototype.hasOwnProperty, ok = Object.prototype.propertyIsEnumerable, sk = (e, t, n) => t in e ? rk(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, ck = (e, t) => {
	for (var n in t ||= {}) ak.call(t, n) && sk(e, n, t[n]);
	if (ik) for (var n of ik(t)) ok.call(t, n) && sk(e, n, t[n]);
	return e;
}, lk = (e, t, n) => sk(e, typeof t == "symbol" ? t : t + "", n), uk = class extends on {
	constructor(e, t, n, r = Zw, i = void 0) {
		super(e, t, n, r), this.core = e, this.logger = t, this.name = n, lk(this, "map", /* @__PURE__ */ new Map()), lk(this, "version", "0.3"), lk(this, "cached", []), lk(this, "initialized", !1), lk(this, "getKey"), lk(this, "storagePrefix", Zw), lk(this, "recentlyDeleted", []), lk(this, "recentlyDeletedLimit", 200), lk(this, "init", async () => {
			this.initialized ||= (this.logger.trace("Initialized"), await this.restore(), this.cached.forEach((e) => {
				this.getKey && e !== null && !vS(e) ? this.map.set(this.getKey(e), e) : TS(e) ? this.map.set(e.id, e) : ES(e) && this.map.set(e.topic, e);
			}), this.cached = [], !0);
		}), lk(this, "set", async (e, t) => {
			this.isInitialized(), this.map.has(e) ? await this.update(e, t) : (this.logger.debug("Setting value"), this.logger.trace({
				type: "method",
				method: "set",
				key: e,
				value: t
			}), this.map.set(e, t), await this.persist());
		}), lk(this, "get", (e) => (this.isInitialized(), this.logger.debug("Getting value"), this.logger.trace({
			type: "method",
			method: "get",
			key: e
		}), this.getData(e))), lk(this, "getAll", (e) => (this.isInitialized(), e ? this.values.filter((t) => Object.keys(e).every((n) => nk(t[n], e[n]))) : this.values)), lk(this, "update", async (e, t) => {
			this.isInitialized(), this.logger.debug("Updating value"), this.logger.trace({
				type: "method",
				method: "update",
				key: e,
				update: t
			});
			let n = ck(ck({}, this.getData(e)), t);
			this.map.set(e, n), await this.persist();
		}), lk(this, "delete", async (e, t) => {
			this.isInitialized(), this.map.has(e) && (this.logger.debug("Deleting value"), this.logger.trace({
				type: "method",
				method: "delete",
				key: e,
				reason: t
			}), this.map.delete(e), this.addToRecentlyDeleted(e), await this.persist());
		}), this.logger = Wt(t, this.name), this.storagePrefix = r, this.getKey = i;
	}
	get context() {
		return Ht(this.logger);
	}
	get storageKey() {
		return this.storagePrefix + this.version + this.core.customStoragePrefix + "//" + this.name;
	}
	get length() {
		return this.map.size;
	}
	get keys() {
		return Array.from(this.map.keys());
	}
	get values() {
		return Array.from(this.map.values());
	}
	addToRecentlyDeleted(e) {
		this.recentlyDeleted.push(e), this.recentlyDeleted.length >= this.recentlyDeletedLimit && this.recentlyDeleted.splice(0, this.recentlyDeletedLimit / 2);
	}
	async setDataStore(e) {
		await this.core.storage.setItem(this.storageKey, e);
	}
	async getDataStore() {
		return await this.core.storage.getItem(this.storageKey);
	}
	getData(e) {
		let t = this.map.get(e);
		if (!t) {
			if (this.recentlyDeleted.includes(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `Record was recently deleted - ${this.name}: ${e}`);
				throw this.logger.error(t), Error(t);
			}
			let { message: t } = W("NO_MATCHING_KEY", `${this.name}: ${e}`);
			throw this.logger.error(t), Error(t);
		}
		return t;
	}
	async persist() {
		await this.setDataStore(this.values);
	}
	async restore() {
		try {
			let e = await this.getDataStore();
			if (typeof e > "u" || !e.length) return;
			if (this.map.size) {
				let { message: e } = W("RESTORE_WILL_OVERRIDE", this.name);
				throw this.logger.error(e), Error(e);
			}
			this.cached = e, this.logger.debug(`Successfully Restored value for ${this.name}`), this.logger.trace({
				type: "method",
				method: "restore",
				value: this.values
			});
		} catch (e) {
			this.logger.debug(`Failed to Restore value for ${this.name}`), this.logger.error(e);
		}
	}
	isInitialized() {
		if (!this.initialized) {
			let { message: e } = W("NOT_INITIALIZED", this.name);
			throw Error(e);
		}
	}
}, dk = Object.defineProperty, fk = (e, t, n) => t in e ? dk(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, Y = (e, t, n) => fk(e, typeof t == "symbol" ? t : t + "", n), pk = class {
	constructor(e, t) {
		this.core = e, this.logger = t, Y(this, "name", hT), Y(this, "version", "0.3"), Y(this, "events", new pe.default()), Y(this, "pairings"), Y(this, "initialized", !1), Y(this, "storagePrefix", Zw), Y(this, "ignoredPayloadTypes", [1]), Y(this, "registeredMethods", []), Y(this, "init", async () => {
			this.initialized || (await this.pairings.init(), await this.cleanup(), this.registerRelayerEvents(), this.registerExpirerEvents(), this.initialized = !0, this.logger.trace("Initialized"));
		}), Y(this, "register", ({ methods: e }) => {
			this.isInitialized(), this.registeredMethods = [.../* @__PURE__ */ new Set([...this.registeredMethods, ...e])];
		}), Y(this, "create", async (e) => {
			this.isInitialized();
			let t = xx(), n = await this.core.crypto.setSymKey(t), r = Eh(R.FIVE_MINUTES), i = { protocol: "irn" }, a = {
				topic: n,
				expiry: r,
				relay: i,
				active: !1,
				methods: e?.methods
			}, o = qx({
				protocol: this.core.protocol,
				version: this.core.version,
				topic: n,
				symKey: t,
				relay: i,
				expiryTimestamp: r,
				methods: e?.methods
			});
			return this.events.emit(_T.create, a), this.core.expirer.set(n, r), await this.pairings.set(n, a), await this.core.relayer.subscribe(n, {
				transportType: e?.transportType,
				internal: e?.internal
			}), {
				topic: n,
				uri: o
			};
		}), Y(this, "pair", async (e) => {
			this.isInitialized();
			let t = this.core.eventClient.createEvent({ properties: {
				topic: e?.uri,
				trace: [kT.pairing_started]
			} });
			this.isValidPair(e, t);
			let { topic: n, symKey: r, relay: i, expiryTimestamp: a, methods: o } = Wx(e.uri);
			t.props.properties.topic = n, t.addTrace(kT.pairing_uri_validation_success), t.addTrace(kT.pairing_uri_not_expired);
			let s;
			if (this.pairings.keys.includes(n)) {
				if (s = this.pairings.get(n), t.addTrace(kT.existing_pairing), s.active) throw t.setError(AT.active_pairing_already_exists), /* @__PURE__ */ Error(`Pairing already exists: ${n}. Please try again with a new connection URI.`);
				t.addTrace(kT.pairing_not_expired);
			}
			let c = a || Eh(R.FIVE_MINUTES), l = {
				topic: n,
				relay: i,
				expiry: c,
				active: !1,
				methods: o
			};
			this.core.expirer.set(n, c), await this.pairings.set(n, l), t.addTrace(kT.store_new_pairing), e.activatePairing && await this.activate({ topic: n }), this.events.emit(_T.create, l), t.addTrace(kT.emit_inactive_pairing), this.core.crypto.keychain.has(n) || await this.core.crypto.setSymKey(r, n), t.addTrace(kT.subscribing_pairing_topic);
			try {
				await this.core.relayer.confirmOnlineStateOrThrow();
			} catch {
				t.setError(AT.no_internet_connection);
			}
			try {
				await this.core.relayer.subscribe(n, { relay: i });
			} catch (e) {
				throw t.setError(AT.subscribe_pairing_topic_failure), e;
			}
			return t.addTrace(kT.subscribe_pairing_topic_success), l;
		}), Y(this, "activate", async ({ topic: e }) => {
			this.isInitialized();
			let t = Eh(R.FIVE_MINUTES);
			this.core.expirer.set(e, t), await this.pairings.update(e, {
				active: !0,
				expiry: t
			});
		}), Y(this, "ping", async (e) => {
			this.isInitialized(), await this.isValidPing(e), this.logger.warn("ping() is deprecated and will be removed in the next major release.");
			let { topic: t } = e;
			if (this.pairings.keys.includes(t)) {
				let e = await this.sendRequest(t, "wc_pairingPing", {}), { done: n, resolve: r, reject: i } = bh();
				this.events.once(V("pairing_ping", e), ({ error: e }) => {
					e ? i(e) : r();
				}), await n();
			}
		}), Y(this, "updateExpiry", async ({ topic: e, expiry: t }) => {
			this.isInitialized(), await this.pairings.update(e, { expiry: t });
		}), Y(this, "updateMetadata", async ({ topic: e, metadata: t }) => {
			this.isInitialized(), await this.pairings.update(e, { peerMetadata: t });
		}), Y(this, "getPairings", () => (this.isInitialized(), this.pairings.values)), Y(this, "disconnect", async (e) => {
			this.isInitialized(), await this.isValidDisconnect(e);
			let { topic: t } = e;
			this.pairings.keys.includes(t) && (await this.sendRequest(t, "wc_pairingDelete", G("USER_DISCONNECTED")), await this.deletePairing(t));
		}), Y(this, "formatUriFromPairing", (e) => {
			this.isInitialized();
			let { topic: t, relay: n, expiry: r, methods: i } = e, a = this.core.crypto.keychain.get(t);
			return qx({
				protocol: this.core.protocol,
				version: this.core.version,
				topic: t,
				symKey: a,
				relay: n,
				expiryTimestamp: r,
				methods: i
			});
		}), Y(this, "sendRequest", async (e, t, n) => {
			let r = hw(t, n), i = await this.core.crypto.encode(e, r), a = gT[t].req;
			return this.core.history.set(e, r), this.core.relayer.publish(e, i, a), r.id;
		}), Y(this, "sendResult", async (e, t, n) => {
			let r = gw(e, n), i = await this.core.crypto.encode(t, r), a = gT[(await this.core.history.get(t, e)).request.method].res;
			await this.core.relayer.publish(t, i, a), await this.core.history.resolve(r);
		}), Y(this, "sendError", async (e, t, n) => {
			let r = _w(e, n), i = await this.core.crypto.encode(t, r), a = (await this.core.history.get(t, e)).request.method, o = gT[a] ? gT[a].res : gT.unregistered_method.res;
			await this.core.relayer.publish(t, i, o), await this.core.history.resolve(r);
		}), Y(this, "deletePairing", async (e, t) => {
			await this.core.relayer.unsubscribe(e), await Promise.all([
				this.pairings.delete(e, G("USER_DISCONNECTED")),
				this.core.crypto.deleteSymKey(e),
				t ? Promise.resolve() : this.core.expirer.del(e)
			]);
		}), Y(this, "cleanup", async () => {
			let e = this.pairings.getAll().filter((e) => Dh(e.expiry));
			await Promise.all(e.map((e) => this.deletePairing(e.topic)));
		}), Y(this, "onRelayEventRequest", async (e) => {
			let { topic: t, payload: n } = e;
			switch (n.method) {
				case "wc_pairingPing": return await this.onPairingPingRequest(t, n);
				case "wc_pairingDelete": return await this.onPairingDeleteRequest(t, n);
				default: return await this.onUnknownRpcMethodRequest(t, n);
			}
		}), Y(this, "onRelayEventResponse", async (e) => {
			let { topic: t, payload: n } = e, r = (await this.core.history.get(t, n.id)).request.method;
			switch (r) {
				case "wc_pairingPing": return this.onPairingPingResponse(t, n);
				default: return this.onUnknownRpcMethodResponse(r);
			}
		}), Y(this, "onPairingPingRequest", async (e, t) => {
			let { id: n } = t;
			try {
				this.isValidPing({ topic: e }), await this.sendResult(n, e, !0), this.events.emit(_T.ping, {
					id: n,
					topic: e
				});
			} catch (t) {
				await this.sendError(n, e, t), this.logger.error(t);
			}
		}), Y(this, "onPairingPingResponse", (e, t) => {
			let { id: n } = t;
			setTimeout(() => {
				Rw(t) ? this.events.emit(V("pairing_ping", n), {}) : zw(t) && this.events.emit(V("pairing_ping", n), { error: t.error });
			}, 500);
		}), Y(this, "onPairingDeleteRequest", async (e, t) => {
			let { id: n } = t;
			try {
				this.isValidDisconnect({ topic: e }), await this.deletePairing(e), this.events.emit(_T.delete, {
					id: n,
					topic: e
				});
			} catch (t) {
				await this.sendError(n, e, t), this.logger.error(t);
			}
		}), Y(this, "onUnknownRpcMethodRequest", async (e, t) => {
			let { id: n, method: r } = t;
			try {
				if (this.registeredMethods.includes(r)) return;
				let t = G("WC_METHOD_UNSUPPORTED", r);
				await this.sendError(n, e, t), this.logger.error(t);
			} catch (t) {
				await this.sendError(n, e, t), this.logger.error(t);
			}
		}), Y(this, "onUnknownRpcMethodResponse", (e) => {
			this.registeredMethods.includes(e) || this.logger.error(G("WC_METHOD_UNSUPPORTED", e));
		}), Y(this, "isValidPair", (e, t) => {
			var n;
			if (!BS(e)) {
				let { message: n } = W("MISSING_OR_INVALID", `pair() params: ${e}`);
				throw t.setError(AT.malformed_pairing_uri), Error(n);
			}
			if (!wS(e.uri)) {
				let { message: n } = W("MISSING_OR_INVALID", `pair() uri: ${e.uri}`);
				throw t.setError(AT.malformed_pairing_uri), Error(n);
			}
			let r = Wx(e?.uri);
			if (!((n = r?.relay) != null && n.protocol)) {
				let { message: e } = W("MISSING_OR_INVALID", "pair() uri#relay-protocol");
				throw t.setError(AT.malformed_pairing_uri), Error(e);
			}
			if (!(r != null && r.symKey)) {
				let { message: e } = W("MISSING_OR_INVALID", "pair() uri#symKey");
				throw t.setError(AT.malformed_pairing_uri), Error(e);
			}
			if (r != null && r.expiryTimestamp && (0, R.toMiliseconds)(r?.expiryTimestamp) < Date.now()) {
				t.setError(AT.pairing_expired);
				let { message: e } = W("EXPIRED", "pair() URI has expired. Please try again with a new connection URI.");
				throw Error(e);
			}
		}), Y(this, "isValidPing", async (e) => {
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `ping() params: ${e}`);
				throw Error(t);
			}
			let { topic: t } = e;
			await this.isValidPairingTopic(t);
		}), Y(this, "isValidDisconnect", async (e) => {
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `disconnect() params: ${e}`);
				throw Error(t);
			}
			let { topic: t } = e;
			await this.isValidPairingTopic(t);
		}), Y(this, "isValidPairingTopic", async (e) => {
			if (!yS(e, !1)) {
				let { message: t } = W("MISSING_OR_INVALID", `pairing topic should be a string: ${e}`);
				throw Error(t);
			}
			if (!this.pairings.keys.includes(e)) {
				let { message: t } = W("NO_MATCHING_KEY", `pairing topic doesn't exist: ${e}`);
				throw Error(t);
			}
			if (Dh(this.pairings.get(e).expiry)) {
				await this.deletePairing(e);
				let { message: t } = W("EXPIRED", `pairing topic: ${e}`);
				throw Error(t);
			}
		}), this.core = e, this.logger = Wt(t, this.name), this.pairings = new uk(this.core, this.logger, this.name, this.storagePrefix);
	}
	get context() {
		return Ht(this.logger);
	}
	isInitialized() {
		if (!this.initialized) {
			let { message: e } = W("NOT_INITIALIZED", this.name);
			throw Error(e);
		}
	}
	registerRelayerEvents() {
		this.core.relayer.on(cT.message, async (e) => {
			let { topic: t, message: n, transportType: r } = e;
			if (this.pairings.keys.includes(t) && r !== K.link_mode && !this.ignoredPayloadTypes.includes(this.core.crypto.getPayloadType(n))) try {
				let e = await this.core.crypto.decode(t, n);
				Iw(e) ? (this.core.history.set(t, e), await this.onRelayEventRequest({
					topic: t,
					payload: e
				})) : Lw(e) && (await this.core.history.resolve(e), await this.onRelayEventResponse({
					topic: t,
					payload: e
				}), this.core.history.delete(t, e.id)), await this.core.relayer.messages.ack(t, n);
			} catch (e) {
				this.logger.error(e);
			}
		});
	}
	registerExpirerEvents() {
		this.core.expirer.on(xT.expired, async (e) => {
			let { topic: t } = Th(e.target);
			t && this.pairings.keys.includes(t) && (await this.deletePairing(t, !0), this.events.emit(_T.expire, { topic: t }));
		});
	}
}, mk = Object.defineProperty, hk = (e, t, n) => t in e ? mk(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, gk = (e, t, n) => hk(e, typeof t == "symbol" ? t : t + "", n), _k = class extends tn {
	constructor(e, t) {
		super(e, t), this.core = e, this.logger = t, gk(this, "records", /* @__PURE__ */ new Map()), gk(this, "events", new pe.EventEmitter()), gk(this, "name", yT), gk(this, "version", "0.3"), gk(this, "cached", []), gk(this, "initialized", !1), gk(this, "storagePrefix", Zw), gk(this, "init", async () => {
			this.initialized ||= (this.logger.trace("Initialized"), await this.restore(), this.cached.forEach((e) => this.records.set(e.id, e)), this.cached = [], this.registerEventListeners(), !0);
		}), gk(this, "set", (e, t, n) => {
			if (this.isInitialized(), this.logger.debug("Setting JSON-RPC request history record"), this.logger.trace({
				type: "method",
				method: "set",
				topic: e,
				request: t,
				chainId: n
			}), this.records.has(t.id)) return;
			let r = {
				id: t.id,
				topic: e,
				request: {
					method: t.method,
					params: t.params || null
				},
				chainId: n,
				expiry: Eh(R.THIRTY_DAYS)
			};
			this.records.set(r.id, r), this.persist(), this.events.emit(vT.created, r);
		}), gk(this, "resolve", async (e) => {
			if (this.isInitialized(), this.logger.debug("Updating JSON-RPC response history record"), this.logger.trace({
				type: "method",
				method: "update",
				response: e
			}), !this.records.has(e.id)) return;
			let t = await this.getRecord(e.id);
			typeof t.response > "u" && (t.response = zw(e) ? { error: e.error } : { result: e.result }, this.records.set(t.id, t), this.persist(), this.events.emit(vT.updated, t));
		}), gk(this, "get", async (e, t) => (this.isInitialized(), this.logger.debug("Getting record"), this.logger.trace({
			type: "method",
			method: "get",
			topic: e,
			id: t
		}), await this.getRecord(t))), gk(this, "delete", (e, t) => {
			this.isInitialized(), this.logger.debug("Deleting record"), this.logger.trace({
				type: "method",
				method: "delete",
				id: t
			}), this.values.forEach((n) => {
				if (n.topic === e) {
					if (typeof t < "u" && n.id !== t) return;
					this.records.delete(n.id), this.events.emit(vT.deleted, n);
				}
			}), this.persist();
		}), gk(this, "exists", async (e, t) => (this.isInitialized(), this.records.has(t) ? (await this.getRecord(t)).topic === e : !1)), gk(this, "on", (e, t) => {
			this.events.on(e, t);
		}), gk(this, "once", (e, t) => {
			this.events.once(e, t);
		}), gk(this, "off", (e, t) => {
			this.events.off(e, t);
		}), gk(this, "removeListener", (e, t) => {
			this.events.removeListener(e, t);
		}), this.logger = Wt(t, this.name);
	}
	get context() {
		return Ht(this.logger);
	}
	get storageKey() {
		return this.storagePrefix + this.version + this.core.customStoragePrefix + "//" + this.name;
	}
	get size() {
		return this.records.size;
	}
	get keys() {
		return Array.from(this.records.keys());
	}
	get values() {
		return Array.from(this.records.values());
	}
	get pending() {
		let e = [];
		return this.values.forEach((t) => {
			if (typeof t.response < "u") return;
			let n = {
				topic: t.topic,
				request: hw(t.request.method, t.request.params, t.id),
				chainId: t.chainId
			};
			return e.push(n);
		}), e;
	}
	async setJsonRpcRecords(e) {
		await this.core.storage.setItem(this.storageKey, e);
	}
	async getJsonRpcRecords() {
		return await this.core.storage.getItem(this.storageKey);
	}
	getRecord(e) {
		this.isInitialized();
		let t = this.records.get(e);
		if (!t) {
			let { message: t } = W("NO_MATCHING_KEY", `${this.name}: ${e}`);
			throw Error(t);
		}
		return t;
	}
	async persist() {
		await this.setJsonRpcRecords(this.values), this.events.emit(vT.sync);
	}
	async restore() {
		try {
			let e = await this.getJsonRpcRecords();
			if (typeof e > "u" || !e.length) return;
			if (this.records.size) {
				let { message: e } = W("RESTORE_WILL_OVERRIDE", this.name);
				throw this.logger.error(e), Error(e);
			}
			this.cached = e, this.logger.debug(`Successfully Restored records for ${this.name}`), this.logger.trace({
				type: "method",
				method: "restore",
				records: this.values
			});
		} catch (e) {
			this.logger.debug(`Failed to Restore records for ${this.name}`), this.logger.error(e);
		}
	}
	registerEventListeners() {
		this.events.on(vT.created, (e) => {
			let t = vT.created;
			this.logger.info(`Emitting ${t}`), this.logger.debug({
				type: "event",
				event: t,
				record: e
			});
		}), this.events.on(vT.updated, (e) => {
			let t = vT.updated;
			this.logger.info(`Emitting ${t}`), this.logger.debug({
				type: "event",
				event: t,
				record: e
			});
		}), this.events.on(vT.deleted, (e) => {
			let t = vT.deleted;
			this.logger.info(`Emitting ${t}`), this.logger.debug({
				type: "event",
				event: t,
				record: e
			});
		}), this.core.heartbeat.on(ge.pulse, () => {
			this.cleanup();
		});
	}
	cleanup() {
		try {
			this.isInitialized();
			let e = !1;
			this.records.forEach((t) => {
				(0, R.toMiliseconds)(t.expiry || 0) - Date.now() <= 0 && (this.logger.info(`Deleting expired history log: ${t.id}`), this.records.delete(t.id), this.events.emit(vT.deleted, t, !1), e = !0);
			}), e && this.persist();
		} catch (e) {
			this.logger.warn(e);
		}
	}
	isInitialized() {
		if (!this.initialized) {
			let { message: e } = W("NOT_INITIALIZED", this.name);
			throw Error(e);
		}
	}
}, vk = Object.defineProperty, yk = (e, t, n) => t in e ? vk(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, bk = (e, t, n) => yk(e, typeof t == "symbol" ? t : t + "", n), xk = class extends cn {
	constructor(e, t) {
		super(e, t), this.core = e, this.logger = t, bk(this, "expirations", /* @__PURE__ */ new Map()), bk(this, "events", new pe.EventEmitter()), bk(this, "name", bT), bk(this, "version", "0.3"), bk(this, "cached", []), bk(this, "initialized", !1), bk(this, "storagePrefix", Zw), bk(this, "init", async () => {
			this.initialized ||= (this.logger.trace("Initialized"), await this.restore(), this.cached.forEach((e) => this.expirations.set(e.target, e)), this.cached = [], this.registerEventListeners(), !0);
		}), bk(this, "has", (e) => {
			try {
				let t = this.formatTarget(e);
				return typeof this.getExpiration(t) < "u";
			} catch {
				return !1;
			}
		}), bk(this, "set", (e, t) => {
			this.isInitialized();
			let n = this.formatTarget(e), r = {
				target: n,
				expiry: t
			};
			this.expirations.set(n, r), this.checkExpiry(n, r), this.events.emit(xT.created, {
				target: n,
				expiration: r
			});
		}), bk(this, "get", (e) => {
			this.isInitialized();
			let t = this.formatTarget(e);
			return this.getExpiration(t);
		}), bk(this, "del", (e) => {
			if (this.isInitialized(), this.has(e)) {
				let t = this.formatTarget(e), n = this.getExpiration(t);
				this.expirations.delete(t), this.events.emit(xT.deleted, {
					target: t,
					expiration: n
				});
			}
		}), bk(this, "on", (e, t) => {
			this.events.on(e, t);
		}), bk(this, "once", (e, t) => {
			this.events.once(e, t);
		}), bk(this, "off", (e, t) => {
			this.events.off(e, t);
		}), bk(this, "removeListener", (e, t) => {
			this.events.removeListener(e, t);
		}), this.logger = Wt(t, this.name);
	}
	get context() {
		return Ht(this.logger);
	}
	get storageKey() {
		return this.storagePrefix + this.version + this.core.customStoragePrefix + "//" + this.name;
	}
	get length() {
		return this.expirations.size;
	}
	get keys() {
		return Array.from(this.expirations.keys());
	}
	get values() {
		return Array.from(this.expirations.values());
	}
	formatTarget(e) {
		if (typeof e == "string") return Ch(e);
		if (typeof e == "number") return wh(e);
		let { message: t } = W("UNKNOWN_TYPE", `Target type: ${typeof e}`);
		throw Error(t);
	}
	async setExpirations(e) {
		await this.core.storage.setItem(this.storageKey, e);
	}
	async getExpirations() {
		return await this.core.storage.getItem(this.storageKey);
	}
	async persist() {
		await this.setExpirations(this.values), this.events.emit(xT.sync);
	}
	async restore() {
		try {
			let e = await this.getExpirations();
			if (typeof e > "u" || !e.length) return;
			if (this.expirations.size) {
				let { message: e } = W("RESTORE_WILL_OVERRIDE", this.name);
				throw this.logger.error(e), Error(e);
			}
			this.cached = e, this.logger.debug(`Successfully Restored expirations for ${this.name}`), this.logger.trace({
				type: "method",
				method: "restore",
				expirations: this.values
			});
		} catch (e) {
			this.logger.debug(`Failed to Restore expirations for ${this.name}`), this.logger.error(e);
		}
	}
	getExpiration(e) {
		let t = this.expirations.get(e);
		if (!t) {
			let { message: t } = W("NO_MATCHING_KEY", `${this.name}: ${e}`);
			throw this.logger.warn(t), Error(t);
		}
		return t;
	}
	checkExpiry(e, t) {
		let { expiry: n } = t;
		(0, R.toMiliseconds)(n) - Date.now() <= 0 && this.expire(e, t);
	}
	expire(e, t) {
		this.expirations.delete(e), this.events.emit(xT.expired, {
			target: e,
			expiration: t
		});
	}
	checkExpirations() {
		this.core.relayer.connected && this.expirations.forEach((e, t) => this.checkExpiry(t, e));
	}
	registerEventListeners() {
		this.core.heartbeat.on(ge.pulse, () => this.checkExpirations()), this.events.on(xT.created, (e) => {
			let t = xT.created;
			this.logger.info(`Emitting ${t}`), this.logger.debug({
				type: "event",
				event: t,
				data: e
			}), this.persist();
		}), this.events.on(xT.expired, (e) => {
			let t = xT.expired;
			this.logger.info(`Emitting ${t}`), this.logger.debug({
				type: "event",
				event: t,
				data: e
			}), this.persist();
		}), this.events.on(xT.deleted, (e) => {
			let t = xT.deleted;
			this.logger.info(`Emitting ${t}`), this.logger.debug({
				type: "event",
				event: t,
				data: e
			}), this.persist();
		});
	}
	isInitialized() {
		if (!this.initialized) {
			let { message: e } = W("NOT_INITIALIZED", this.name);
			throw Error(e);
		}
	}
}, Sk = Object.defineProperty, Ck = (e, t, n) => t in e ? Sk(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, wk = (e, t, n) => Ck(e, typeof t == "symbol" ? t : t + "", n), Tk = class extends ln {
	constructor(e, t, n) {
		super(e, t, n), this.core = e, this.logger = t, this.store = n, wk(this, "name", ST), wk(this, "abortController"), wk(this, "isDevEnv"), wk(this, "verifyUrlV3", TT), wk(this, "storagePrefix", Zw), wk(this, "version", 2), wk(this, "publicKey"), wk(this, "fetchPromise"), wk(this, "init", async () => {
			this.isDevEnv || (this.publicKey = await this.store.getItem(this.storeKey), this.publicKey && (0, R.toMiliseconds)(this.publicKey?.expiresAt) < Date.now() && (this.logger.debug("verify v2 public key expired"), await this.removePublicKey()));
		}), wk(this, "register", async (e) => {
			if (!sh() || this.isDevEnv) return;
			let t = window.location.origin, { id: n, decryptedId: r } = e, i = `${this.verifyUrlV3}/attestation?projectId=${this.core.projectId}&origin=${t}&id=${n}&decryptedId=${r}`;
			try {
				let e = (0, wd.getDocument)(), t = this.startAbortTimer(R.ONE_SECOND * 5), r = await new Promise((r, a) => {
					let o = () => {
						window.removeEventListener("message", c), e.body.removeChild(s), a("attestation aborted");
					};
					this.abortController.signal.addEventListener("abort", o);
					let s = e.createElement("iframe");
					s.src = i, s.style.display = "none", s.addEventListener("error", o, { signal: this.abortController.signal });
					let c = (i) => {
						if (i.data && typeof i.data == "string") try {
							let a = JSON.parse(i.data);
							if (a.type === "verify_attestation") {
								if (To(a.attestation).payload.id !== n) return;
								clearInterval(t), e.body.removeChild(s), this.abortController.signal.removeEventListener("abort", o), window.removeEventListener("message", c), r(a.attestation === null ? "" : a.attestation);
							}
						} catch (e) {
							this.logger.warn(e);
						}
					};
					e.body.appendChild(s), window.addEventListener("message", c, { signal: this.abortController.signal });
				});
				return this.logger.debug("jwt attestation", r), r;
			} catch (e) {
				this.logger.warn(e);
			}
			return "";
		}), wk(this, "resolve", async (e) => {
			if (this.isDevEnv) return "";
			let { attestationId: t, hash: n, encryptedId: r } = e;
			if (t === "") {
				this.logger.debug("resolve: attestationId is empty, skipping");
				return;
			}
			if (t) {
				if (To(t).payload.id !== r) return;
				let e = await this.isValidJwtAttestation(t);
				if (e) {
					if (!e.isVerified) {
						this.logger.warn("resolve: jwt attestation: origin url not verified");
						return;
					}
					return e;
				}
			}
			if (!n) return;
			let i = this.getVerifyUrl(e?.verifyUrl);
			return this.fetchAttestation(n, i);
		}), wk(this, "fetchAttestation", async (e, t) => {
			this.logger.debug(`resolving attestation: ${e} from url: ${t}`);
			let n = this.startAbortTimer(R.ONE_SECOND * 5), r = await fetch(`${t}/attestation/${e}?v2Supported=true`, { signal: this.abortController.signal });
			return clearTimeout(n), r.status === 200 ? await r.json() : void 0;
		}), wk(this, "getVerifyUrl", (e) => {
			let t = e || "https://verify.walletconnect.org";
			return ET.includes(t) || (this.logger.info(`verify url: ${t}, not included in trusted list, assigning default: https://verify.walletconnect.org`), t = "https://verify.walletconnect.org"), t;
		}), wk(this, "fetchPublicKey", async () => {
			try {
				this.logger.debug(`fetching public key from: ${this.verifyUrlV3}`);
				let e = this.startAbortTimer(R.FIVE_SECONDS), t = await fetch(`${this.verifyUrlV3}/public-key`, { signal: this.abortController.signal });
				return clearTimeout(e), await t.json();
			} catch (e) {
				this.logger.warn(e);
			}
		}), wk(this, "persistPublicKey", async (e) => {
			this.logger.debug("persisting public key to local storage", e), await this.store.setItem(this.storeKey, e), this.publicKey = e;
		}), wk(this, "removePublicKey", async () => {
			this.logger.debug("removing verify v2 public key from storage"), await this.store.removeItem(this.storeKey), this.publicKey = void 0;
		}), wk(this, "isValidJwtAttestation", async (e) => {
			let t = await this.getPublicKey();
			try {
				if (t) return this.validateAttestation(e, t);
			} catch (e) {
				this.logger.error(e), this.logger.warn("error validating attestation");
			}
			let n = await this.fetchAndPersistPublicKey();
			try {
				if (n) return this.validateAttestation(e, n);
			} catch (e) {
				this.logger.error(e), this.logger.warn("error validating attestation");
			}
		}), wk(this, "getPublicKey", async () => this.publicKey ? this.publicKey : await this.fetchAndPersistPublicKey()), wk(this, "fetchAndPersistPublicKey", async () => {
			if (this.fetchPromise) return await this.fetchPromise, this.publicKey;
			this.fetchPromise = new Promise(async (e) => {
				let t = await this.fetchPublicKey();
				t && (await this.persistPublicKey(t), e(t));
			});
			let e = await this.fetchPromise;
			return this.fetchPromise = void 0, e;
		}), wk(this, "validateAttestation", (e, t) => {
			let n = Bx(e, t.publicKey), r = {
				hasExpired: (0, R.toMiliseconds)(n.exp) < Date.now(),
				payload: n
			};
			if (r.hasExpired) throw this.logger.warn("resolve: jwt attestation expired"), /* @__PURE__ */ Error("JWT attestation expired");
			return {
				origin: r.payload.origin,
				isScam: r.payload.isScam,
				isVerified: r.payload.isVerified
			};
		}), this.logger = Wt(t, this.name), this.abortController = new AbortController(), this.isDevEnv = Fh(), this.init();
	}
	get storeKey() {
		return this.storagePrefix + this.version + this.core.customStoragePrefix + "//verify:public:key";
	}
	get context() {
		return Ht(this.logger);
	}
	startAbortTimer(e) {
		return this.abortController = new AbortController(), setTimeout(() => this.abortController.abort(), (0, R.toMiliseconds)(e));
	}
}, Ek = Object.defineProperty, Dk = (e, t, n) => t in e ? Ek(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, Ok = (e, t, n) => Dk(e, typeof t == "symbol" ? t : t + "", n), kk = class extends un {
	constructor(e, t) {
		super(e, t), this.projectId = e, this.logger = t, Ok(this, "context", DT), Ok(this, "registerDeviceToken", async (e) => {
			let { clientId: t, token: n, notificationType: r, enableEncrypted: i = !1 } = e, a = `${OT}/${this.projectId}/clients`;
			await fetch(a, {
				method: "POST",
				headers: { "Content-Type": "application/json" },
				body: JSON.stringify({
					client_id: t,
					type: r,
					token: n,
					always_raw: i
				})
			});
		}), this.logger = Wt(t, this.context);
	}
}, Ak = Object.defineProperty, jk = Object.getOwnPropertySymbols, Mk = Object.prototype.hasOwnProperty, Nk = Object.prototype.propertyIsEnumerable, Pk = (e, t, n) => t in e ? Ak(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, Fk = (e, t) => {
	for (var n in t ||= {}) Mk.call(t, n) && Pk(e, n, t[n]);
	if (jk) for (var n of jk(t)) Nk.call(t, n) && Pk(e, n, t[n]);
	return e;
}, Ik = (e, t, n) => Pk(e, typeof t == "symbol" ? t : t + "", n), Lk = class extends dn {
	constructor(e, t, n = !0) {
		super(e, t, n), this.core = e, this.logger = t, Ik(this, "context", IT), Ik(this, "storagePrefix", Zw), Ik(this, "storageVersion", FT), Ik(this, "events", /* @__PURE__ */ new Map()), Ik(this, "shouldPersist", !1), Ik(this, "init", async () => {
			if (!Fh()) try {
				let e = {
					eventId: Ph(),
					timestamp: Date.now(),
					domain: this.getAppDomain(),
					props: {
						event: "INIT",
						type: "",
						properties: {
							client_id: await this.core.crypto.getClientId(),
							user_agent: hh(this.core.relayer.protocol, this.core.relayer.version, uT)
						}
					}
				};
				await this.sendEvent([e]);
			} catch (e) {
				this.logger.warn(e);
			}
		}), Ik(this, "createEvent", (e) => {
			let { event: t = "ERROR", type: n = "", properties: { topic: r, trace: i } } = e, a = Ph(), o = this.core.projectId || "", s = Fk({
				eventId: a,
				timestamp: Date.now(),
				props: {
					event: t,
					type: n,
					properties: {
						topic: r,
						trace: i
					}
				},
				bundleId: o,
				domain: this.getAppDomain()
			}, this.setMethods(a));
			return this.telemetryEnabled && (this.events.set(a, s), this.shouldPersist = !0), s;
		}), Ik(this, "getEvent", (e) => {
			let { eventId: t, topic: n } = e;
			if (t) return this.events.get(t);
			let r = Array.from(this.events.values()).find((e) => e.props.properties.topic === n);
			if (r) return Fk(Fk({}, r), this.setMethods(r.eventId));
		}), Ik(this, "deleteEvent", (e) => {
			let { eventId: t } = e;
			this.events.delete(t), this.shouldPersist = !0;
		}), Ik(this, "setEventListeners", () => {
			this.core.heartbeat.on(ge.pulse, async () => {
				this.shouldPersist && await this.persist(), this.events.forEach((e) => {
					(0, R.fromMiliseconds)(Date.now()) - (0, R.fromMiliseconds)(e.timestamp) > 86400 && (this.events.delete(e.eventId), this.shouldPersist = !0);
				});
			});
		}), Ik(this, "setMethods", (e) => ({
			addTrace: (t) => this.addTrace(e, t),
			setError: (t) => this.setError(e, t)
		})), Ik(this, "addTrace", (e, t) => {
			let n = this.events.get(e);
			n && (n.props.properties.trace.push(t), this.events.set(e, n), this.shouldPersist = !0);
		}), Ik(this, "setError", (e, t) => {
			let n = this.events.get(e);
			n && (n.props.type = t, n.timestamp = Date.now(), this.events.set(e, n), this.shouldPersist = !0);
		}), Ik(this, "persist", async () => {
			await this.core.storage.setItem(this.storageKey, Array.from(this.events.values())), this.shouldPersist = !1;
		}), Ik(this, "restore", async () => {
			try {
				let e = await this.core.storage.getItem(this.storageKey) || [];
				if (!e.length) return;
				e.forEach((e) => {
					this.events.set(e.eventId, Fk(Fk({}, e), this.setMethods(e.eventId)));
				});
			} catch (e) {
				this.logger.warn(e);
			}
		}), Ik(this, "submit", async () => {
			if (!this.telemetryEnabled || this.events.size === 0) return;
			let e = [];
			for (let [t, n] of this.events) n.props.type && e.push(n);
			if (e.length !== 0) try {
				if ((await this.sendEvent(e)).ok) for (let t of e) this.events.delete(t.eventId), this.shouldPersist = !0;
			} catch (e) {
				this.logger.warn(e);
			}
		}), Ik(this, "sendEvent", async (e) => {
			let t = this.getAppDomain() ? "" : "&sp=desktop";
			return await fetch(`${LT}?projectId=${this.core.projectId}&st=events_sdk&sv=js-${uT}${t}`, {
				method: "POST",
				body: JSON.stringify(e)
			});
		}), Ik(this, "getAppDomain", () => fh().url), this.logger = Wt(t, this.context), this.telemetryEnabled = n, n ? this.restore().then(async () => {
			await this.submit(), this.setEventListeners();
		}) : this.persist();
	}
	get storageKey() {
		return this.storagePrefix + this.storageVersion + this.core.customStoragePrefix + "//" + this.context;
	}
}, Rk = Object.defineProperty, zk = Object.getOwnPropertySymbols, Bk = Object.prototype.hasOwnProperty, Vk = Object.prototype.propertyIsEnumerable, Hk = (e, t, n) => t in e ? Rk(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, Uk = (e, t) => {
	for (var n in t ||= {}) Bk.call(t, n) && Hk(e, n, t[n]);
	if (zk) for (var n of zk(t)) Vk.call(t, n) && Hk(e, n, t[n]);
	return e;
}, X = (e, t, n) => Hk(e, typeof t == "symbol" ? t : t + "", n), Wk = class e extends Zt {
	constructor(e) {
		var t;
		super(e), X(this, "protocol", "wc"), X(this, "version", 2), X(this, "name", Xw), X(this, "relayUrl"), X(this, "projectId"), X(this, "customStoragePrefix"), X(this, "events", new pe.EventEmitter()), X(this, "logger"), X(this, "heartbeat"), X(this, "relayer"), X(this, "crypto"), X(this, "storage"), X(this, "history"), X(this, "expirer"), X(this, "pairing"), X(this, "verify"), X(this, "echoClient"), X(this, "linkModeSupportedApps"), X(this, "eventClient"), X(this, "initialized", !1), X(this, "logChunkController"), X(this, "on", (e, t) => this.events.on(e, t)), X(this, "once", (e, t) => this.events.once(e, t)), X(this, "off", (e, t) => this.events.off(e, t)), X(this, "removeListener", (e, t) => this.events.removeListener(e, t)), X(this, "dispatchEnvelope", ({ topic: e, message: t, sessionExists: n }) => {
			if (!e || !t) return;
			let r = {
				topic: e,
				message: t,
				publishedAt: Date.now(),
				transportType: K.link_mode
			};
			this.relayer.onLinkMessageEvent(r, { sessionExists: n });
		});
		let n = this.getGlobalCore(e?.customStoragePrefix);
		if (n) try {
			return this.customStoragePrefix = n.customStoragePrefix, this.logger = n.logger, this.heartbeat = n.heartbeat, this.crypto = n.crypto, this.history = n.history, this.expirer = n.expirer, this.storage = n.storage, this.relayer = n.relayer, this.pairing = n.pairing, this.verify = n.verify, this.echoClient = n.echoClient, this.linkModeSupportedApps = n.linkModeSupportedApps, this.eventClient = n.eventClient, this.initialized = n.initialized, this.logChunkController = n.logChunkController, n;
		} catch (e) {
			console.warn("Failed to copy global core", e);
		}
		this.projectId = e?.projectId, this.relayUrl = e?.relayUrl || "wss://relay.walletconnect.org", this.customStoragePrefix = e != null && e.customStoragePrefix ? `:${e.customStoragePrefix}` : "";
		let { logger: r, chunkLoggerController: i } = qt({
			opts: zt({
				level: typeof e?.logger == "string" && e.logger ? e.logger : Qw.logger,
				name: Xw
			}),
			maxSizeInBytes: e?.maxLogBlobSizeInBytes,
			loggerOverride: e?.logger
		});
		this.logChunkController = i, (t = this.logChunkController) != null && t.downloadLogsBlobInBrowser && (window.downloadLogsBlobInBrowser = async () => {
			var e, t;
			(e = this.logChunkController) != null && e.downloadLogsBlobInBrowser && ((t = this.logChunkController) == null || t.downloadLogsBlobInBrowser({ clientId: await this.crypto.getClientId() }));
		}), this.logger = Wt(r, this.name), this.heartbeat = new _e(), this.crypto = new MD(this, this.logger, e?.keychain), this.history = new _k(this, this.logger), this.expirer = new xk(this, this.logger), this.storage = e != null && e.storage ? e.storage : new yt(Uk(Uk({}, $w), e?.storageOptions)), this.relayer = new xO({
			core: this,
			logger: this.logger,
			relayUrl: this.relayUrl,
			projectId: this.projectId
		}), this.pairing = new pk(this, this.logger), this.verify = new Tk(this, this.logger, this.storage), this.echoClient = new kk(this.projectId || "", this.logger), this.linkModeSupportedApps = [], this.eventClient = new Lk(this, this.logger, e?.telemetryEnabled), this.setGlobalCore(this);
	}
	static async init(t) {
		let n = new e(t);
		await n.initialize();
		let r = await n.crypto.getClientId();
		return await n.storage.setItem(fT, r), n;
	}
	get context() {
		return Ht(this.logger);
	}
	async start() {
		this.initialized || await this.initialize();
	}
	async getLogsBlob() {
		return this.logChunkController?.logsToBlob({ clientId: await this.crypto.getClientId() });
	}
	async addLinkModeSupportedApp(e) {
		this.linkModeSupportedApps.includes(e) || (this.linkModeSupportedApps.push(e), await this.storage.setItem("WALLETCONNECT_LINK_MODE_APPS", this.linkModeSupportedApps));
	}
	async initialize() {
		this.logger.trace("Initialized");
		try {
			await this.crypto.init(), await this.history.init(), await this.expirer.init(), await this.relayer.init(), await this.heartbeat.init(), await this.pairing.init(), this.linkModeSupportedApps = await this.storage.getItem("WALLETCONNECT_LINK_MODE_APPS") || [], this.initialized = !0, this.logger.info("Core Initialization Success");
		} catch (e) {
			throw this.logger.warn(`Core Initialization Failure at epoch ${Date.now()}`, e), this.logger.error(e.message), e;
		}
	}
	getGlobalCore(e = "") {
		try {
			if (this.isGlobalCoreDisabled()) return;
			let t = `_walletConnectCore_${e}`, n = `${t}_count`;
			return globalThis[n] = (globalThis[n] || 0) + 1, globalThis[n] > 1 && console.warn(`WalletConnect Core is already initialized. This is probably a mistake and can lead to unexpected behavior. Init() was called ${globalThis[n]} times.`), globalThis[t];
		} catch (e) {
			console.warn("Failed to get global WalletConnect core", e);
			return;
		}
	}
	setGlobalCore(e) {
		try {
			if (this.isGlobalCoreDisabled()) return;
			let t = `_walletConnectCore_${e.opts?.customStoragePrefix || ""}`;
			globalThis[t] = e;
		} catch (e) {
			console.warn("Failed to set global WalletConnect core", e);
		}
	}
	isGlobalCoreDisabled() {
		try {
			return typeof process < "u" && !1;
		} catch {
			return !0;
		}
	}
}, Gk = "client", Kk = `wc@2:${Gk}:`, qk = {
	name: Gk,
	logger: "error",
	controller: !1,
	relayUrl: "wss://relay.walletconnect.org"
}, Jk = "WALLETCONNECT_DEEPLINK_CHOICE", Yk = "proposal", Xk = "Proposal expired", Zk = "session", Qk = R.SEVEN_DAYS, $k = "engine", eA = {
	wc_sessionPropose: {
		req: {
			ttl: R.FIVE_MINUTES,
			prompt: !0,
			tag: 1100
		},
		res: {
			ttl: R.FIVE_MINUTES,
			prompt: !1,
			tag: 1101
		},
		reject: {
			ttl: R.FIVE_MINUTES,
			prompt: !1,
			tag: 1120
		},
		autoReject: {
			ttl: R.FIVE_MINUTES,
			prompt: !1,
			tag: 1121
		}
	},
	wc_sessionSettle: {
		req: {
			ttl: R.FIVE_MINUTES,
			prompt: !1,
			tag: 1102
		},
		res: {
			ttl: R.FIVE_MINUTES,
			prompt: !1,
			tag: 1103
		}
	},
	wc_sessionUpdate: {
		req: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 1104
		},
		res: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 1105
		}
	},
	wc_sessionExtend: {
		req: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 1106
		},
		res: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 1107
		}
	},
	wc_sessionRequest: {
		req: {
			ttl: R.FIVE_MINUTES,
			prompt: !0,
			tag: 1108
		},
		res: {
			ttl: R.FIVE_MINUTES,
			prompt: !1,
			tag: 1109
		}
	},
	wc_sessionEvent: {
		req: {
			ttl: R.FIVE_MINUTES,
			prompt: !0,
			tag: 1110
		},
		res: {
			ttl: R.FIVE_MINUTES,
			prompt: !1,
			tag: 1111
		}
	},
	wc_sessionDelete: {
		req: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 1112
		},
		res: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 1113
		}
	},
	wc_sessionPing: {
		req: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 1114
		},
		res: {
			ttl: R.ONE_DAY,
			prompt: !1,
			tag: 1115
		}
	},
	wc_sessionAuthenticate: {
		req: {
			ttl: R.ONE_HOUR,
			prompt: !0,
			tag: 1116
		},
		res: {
			ttl: R.ONE_HOUR,
			prompt: !1,
			tag: 1117
		},
		reject: {
			ttl: R.FIVE_MINUTES,
			prompt: !1,
			tag: 1118
		},
		autoReject: {
			ttl: R.FIVE_MINUTES,
			prompt: !1,
			tag: 1119
		}
	}
}, tA = {
	min: R.FIVE_MINUTES,
	max: R.SEVEN_DAYS
}, nA = {
	idle: "IDLE",
	active: "ACTIVE"
}, rA = {
	eth_sendTransaction: { key: "" },
	eth_sendRawTransaction: { key: "" },
	wallet_sendCalls: { key: "" },
	solana_signTransaction: { key: "signature" },
	solana_signAllTransactions: { key: "transactions" },
	solana_signAndSendTransaction: { key: "signature" },
	sui_signAndExecuteTransaction: { key: "digest" },
	sui_signTransaction: { key: "" },
	hedera_signAndExecuteTransaction: { key: "transactionId" },
	hedera_executeTransaction: { key: "transactionId" },
	near_signTransaction: { key: "" },
	near_signTransactions: { key: "" },
	tron_signTransaction: { key: "txID" },
	xrpl_signTransaction: { key: "" },
	xrpl_signTransactionFor: { key: "" },
	algo_signTxn: { key: "" },
	sendTransfer: { key: "txid" },
	stacks_stxTransfer: { key: "txId" },
	polkadot_signTransaction: { key: "" },
	cosmos_signDirect: { key: "" }
}, iA = "request", aA = [
	"wc_sessionPropose",
	"wc_sessionRequest",
	"wc_authRequest",
	"wc_sessionAuthenticate"
], oA = "auth", sA = "authKeys", cA = "pairingTopics", lA = "requests", uA = `wc@1.5:${oA}:`, dA = `${uA}:PUB_KEY`, fA = Object.defineProperty, pA = Object.defineProperties, mA = Object.getOwnPropertyDescriptors, hA = Object.getOwnPropertySymbols, gA = Object.prototype.hasOwnProperty, _A = Object.prototype.propertyIsEnumerable, vA = (e, t, n) => t in e ? fA(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, Z = (e, t) => {
	for (var n in t ||= {}) gA.call(t, n) && vA(e, n, t[n]);
	if (hA) for (var n of hA(t)) _A.call(t, n) && vA(e, n, t[n]);
	return e;
}, yA = (e, t) => pA(e, mA(t)), Q = (e, t, n) => vA(e, typeof t == "symbol" ? t : t + "", n), bA = class extends gn {
	constructor(e) {
		super(e), Q(this, "name", $k), Q(this, "events", new pe.default()), Q(this, "initialized", !1), Q(this, "requestQueue", {
			state: nA.idle,
			queue: []
		}), Q(this, "sessionRequestQueue", {
			state: nA.idle,
			queue: []
		}), Q(this, "emittedSessionRequests", new Vh({ limit: 500 })), Q(this, "requestQueueDelay", R.ONE_SECOND), Q(this, "expectedPairingMethodMap", /* @__PURE__ */ new Map()), Q(this, "recentlyDeletedMap", /* @__PURE__ */ new Map()), Q(this, "recentlyDeletedLimit", 200), Q(this, "relayMessageCache", []), Q(this, "pendingSessions", /* @__PURE__ */ new Map()), Q(this, "init", async () => {
			this.initialized || (await this.cleanup(), this.registerRelayerEvents(), this.registerExpirerEvents(), this.registerPairingEvents(), await this.registerLinkModeListeners(), this.client.core.pairing.register({ methods: Object.keys(eA) }), this.initialized = !0, setTimeout(async () => {
				await this.processPendingMessageEvents(), this.sessionRequestQueue.queue = this.getPendingSessionRequests(), this.processSessionRequestQueue();
			}, (0, R.toMiliseconds)(this.requestQueueDelay)));
		}), Q(this, "connect", async (e) => {
			this.isInitialized(), await this.confirmOnlineStateOrThrow();
			let t = yA(Z({}, e), {
				requiredNamespaces: e.requiredNamespaces || {},
				optionalNamespaces: e.optionalNamespaces || {}
			});
			await this.isValidConnect(t), t.optionalNamespaces = pS(t.requiredNamespaces, t.optionalNamespaces), t.requiredNamespaces = {};
			let { pairingTopic: n, requiredNamespaces: r, optionalNamespaces: i, sessionProperties: a, scopedProperties: o, relays: s } = t, c = n, l, u = !1;
			try {
				if (c) {
					let e = this.client.core.pairing.pairings.get(c);
					this.client.logger.warn("connect() with existing pairing topic is deprecated and will be removed in the next major release."), u = e.active;
				}
			} catch (e) {
				throw this.client.logger.error(`connect() -> pairing.get(${c}) failed`), e;
			}
			if (!c || !u) {
				let { topic: e, uri: t } = await this.client.core.pairing.create({ internal: { skipSubscribe: !0 } });
				c = e, l = t;
			}
			if (!c) {
				let { message: e } = W("NO_MATCHING_KEY", `connect() pairing topic: ${c}`);
				throw Error(e);
			}
			let d = await this.client.core.crypto.generateKeyPair(), f = eA.wc_sessionPropose.req.ttl || R.FIVE_MINUTES, p = Eh(f), m = yA(Z(Z({
				requiredNamespaces: r,
				optionalNamespaces: i,
				relays: s ?? [{ protocol: "irn" }],
				proposer: {
					publicKey: d,
					metadata: this.client.metadata
				},
				expiryTimestamp: p,
				pairingTopic: c
			}, a && { sessionProperties: a }), o && { scopedProperties: o }), { id: pw() }), h = V("session_connect", m.id), { reject: g, resolve: _, done: v } = bh(f, Xk), y = ({ id: e }) => {
				e === m.id && (this.client.events.off("proposal_expire", y), this.pendingSessions.delete(m.id), this.events.emit(h, { error: {
					message: "Proposal expired",
					code: 0
				} }));
			};
			return this.client.events.on("proposal_expire", y), this.events.once(h, ({ error: e, session: t }) => {
				this.client.events.off("proposal_expire", y), e ? g(e) : t && _(t);
			}), await this.sendProposeSession({
				proposal: m,
				publishOpts: {
					internal: { throwOnFailedPublish: !0 },
					tvf: { correlationId: m.id }
				}
			}), await this.setProposal(m.id, m), {
				uri: l,
				approval: v
			};
		}), Q(this, "pair", async (e) => {
			this.isInitialized(), await this.confirmOnlineStateOrThrow();
			try {
				return await this.client.core.pairing.pair(e);
			} catch (e) {
				throw this.client.logger.error("pair() failed"), e;
			}
		}), Q(this, "approve", async (e) => {
			let t = this.client.core.eventClient.createEvent({ properties: {
				topic: (e?.id)?.toString(),
				trace: [jT.session_approve_started]
			} });
			try {
				this.isInitialized(), await this.confirmOnlineStateOrThrow();
			} catch (e) {
				throw t.setError(MT.no_internet_connection), e;
			}
			try {
				await this.isValidProposalId(e?.id);
			} catch (n) {
				throw this.client.logger.error(`approve() -> proposal.get(${e?.id}) failed`), t.setError(MT.proposal_not_found), n;
			}
			try {
				await this.isValidApprove(e);
			} catch (e) {
				throw this.client.logger.error("approve() -> isValidApprove() failed"), t.setError(MT.session_approve_namespace_validation_failure), e;
			}
			let { id: n, relayProtocol: r, namespaces: i, sessionProperties: a, scopedProperties: o, sessionConfig: s } = e, c = this.client.proposal.get(n);
			this.client.core.eventClient.deleteEvent({ eventId: t.eventId });
			let { pairingTopic: l, proposer: u, requiredNamespaces: d, optionalNamespaces: f } = c, p = this.client.core.eventClient?.getEvent({ topic: l });
			p ||= this.client.core.eventClient?.createEvent({
				type: jT.session_approve_started,
				properties: {
					topic: l,
					trace: [jT.session_approve_started, jT.session_namespaces_validation_success]
				}
			});
			let m = await this.client.core.crypto.generateKeyPair(), h = u.publicKey, g = await this.client.core.crypto.generateSharedKey(m, h), _ = Z(Z(Z({
				relay: { protocol: r ?? "irn" },
				namespaces: i,
				controller: {
					publicKey: m,
					metadata: this.client.metadata
				},
				expiry: Eh(Qk)
			}, a && { sessionProperties: a }), o && { scopedProperties: o }), s && { sessionConfig: s }), v = K.relay;
			p.addTrace(jT.subscribing_session_topic);
			try {
				await this.client.core.relayer.subscribe(g, {
					transportType: v,
					internal: { skipSubscribe: !0 }
				});
			} catch (e) {
				throw p.setError(MT.subscribe_session_topic_failure), e;
			}
			p.addTrace(jT.subscribe_session_topic_success);
			let y = yA(Z({}, _), {
				topic: g,
				requiredNamespaces: d,
				optionalNamespaces: f,
				pairingTopic: l,
				acknowledged: !1,
				self: _.controller,
				peer: {
					publicKey: u.publicKey,
					metadata: u.metadata
				},
				controller: m,
				transportType: K.relay
			});
			await this.client.session.set(g, y), p.addTrace(jT.store_session);
			try {
				await this.sendApproveSession({
					sessionTopic: g,
					proposal: c,
					pairingProposalResponse: {
						relay: { protocol: r ?? "irn" },
						responderPublicKey: m
					},
					sessionSettleRequest: _,
					publishOpts: {
						internal: { throwOnFailedPublish: !0 },
						tvf: { correlationId: n }
					}
				}), p.addTrace(jT.session_approve_publish_success);
			} catch (e) {
				throw this.client.logger.error(e), this.client.session.delete(g, G("USER_DISCONNECTED")), await this.client.core.relayer.unsubscribe(g), e;
			}
			return this.client.core.eventClient.deleteEvent({ eventId: p.eventId }), await this.client.core.pairing.updateMetadata({
				topic: l,
				metadata: u.metadata
			}), await this.deleteProposal(n), await this.client.core.pairing.activate({ topic: l }), await this.setExpiry(g, Eh(Qk)), {
				topic: g,
				acknowledged: () => Promise.resolve(this.client.session.get(g))
			};
		}), Q(this, "reject", async (e) => {
			this.isInitialized(), await this.confirmOnlineStateOrThrow();
			try {
				await this.isValidReject(e);
			} catch (e) {
				throw this.client.logger.error("reject() -> isValidReject() failed"), e;
			}
			let { id: t, reason: n } = e, r;
			try {
				r = this.client.proposal.get(t).pairingTopic;
			} catch (e) {
				throw this.client.logger.error(`reject() -> proposal.get(${t}) failed`), e;
			}
			r && await this.sendError({
				id: t,
				topic: r,
				error: n,
				rpcOpts: eA.wc_sessionPropose.reject
			}), await this.deleteProposal(t);
		}), Q(this, "update", async (e) => {
			this.isInitialized(), await this.confirmOnlineStateOrThrow();
			try {
				await this.isValidUpdate(e);
			} catch (e) {
				throw this.client.logger.error("update() -> isValidUpdate() failed"), e;
			}
			let { topic: t, namespaces: n } = e, { done: r, resolve: i, reject: a } = bh(), o = pw(), s = mw().toString(), c = this.client.session.get(t).namespaces;
			return this.events.once(V("session_update", o), ({ error: e }) => {
				e ? a(e) : i();
			}), await this.client.session.update(t, { namespaces: n }), await this.sendRequest({
				topic: t,
				method: "wc_sessionUpdate",
				params: { namespaces: n },
				throwOnFailedPublish: !0,
				clientRpcId: o,
				relayRpcId: s
			}).catch((e) => {
				this.client.logger.error(e), this.client.session.update(t, { namespaces: c }), a(e);
			}), { acknowledged: r };
		}), Q(this, "extend", async (e) => {
			this.isInitialized(), await this.confirmOnlineStateOrThrow();
			try {
				await this.isValidExtend(e);
			} catch (e) {
				throw this.client.logger.error("extend() -> isValidExtend() failed"), e;
			}
			let { topic: t } = e, n = pw(), { done: r, resolve: i, reject: a } = bh();
			return this.events.once(V("session_extend", n), ({ error: e }) => {
				e ? a(e) : i();
			}), await this.setExpiry(t, Eh(Qk)), this.sendRequest({
				topic: t,
				method: "wc_sessionExtend",
				params: {},
				clientRpcId: n,
				throwOnFailedPublish: !0
			}).catch((e) => {
				a(e);
			}), { acknowledged: r };
		}), Q(this, "request", async (e) => {
			this.isInitialized();
			try {
				await this.isValidRequest(e);
			} catch (e) {
				throw this.client.logger.error("request() -> isValidRequest() failed"), e;
			}
			let { chainId: t, request: n, topic: r, expiry: i = eA.wc_sessionRequest.req.ttl } = e, a = this.client.session.get(r);
			a?.transportType === K.relay && await this.confirmOnlineStateOrThrow();
			let o = pw(), s = mw().toString(), { done: c, resolve: l, reject: u } = bh(i, "Request expired. Please try again.");
			this.events.once(V("session_request", o), ({ error: e, result: t }) => {
				e ? u(e) : l(t);
			});
			let d = "wc_sessionRequest", f = this.getAppLinkIfEnabled(a.peer.metadata, a.transportType);
			if (f) return await this.sendRequest({
				clientRpcId: o,
				relayRpcId: s,
				topic: r,
				method: d,
				params: {
					request: yA(Z({}, n), { expiryTimestamp: Eh(i) }),
					chainId: t
				},
				expiry: i,
				throwOnFailedPublish: !0,
				appLink: f
			}).catch((e) => u(e)), this.client.events.emit("session_request_sent", {
				topic: r,
				request: n,
				chainId: t,
				id: o
			}), await c();
			let p = {
				request: yA(Z({}, n), { expiryTimestamp: Eh(i) }),
				chainId: t
			};
			return await Promise.all([
				new Promise(async (e) => {
					await this.sendRequest({
						clientRpcId: o,
						relayRpcId: s,
						topic: r,
						method: d,
						params: p,
						expiry: i,
						throwOnFailedPublish: !0,
						tvf: this.getTVFParams(o, p)
					}).catch((e) => u(e)), this.client.events.emit("session_request_sent", {
						topic: r,
						request: n,
						chainId: t,
						id: o
					}), e();
				}),
				new Promise(async (e) => {
					var t;
					if (!((t = a.sessionConfig) != null && t.disableDeepLink)) {
						let e = await Mh(this.client.core.storage, Jk);
						await kh({
							id: o,
							topic: r,
							wcDeepLink: e
						});
					}
					e();
				}),
				c()
			]).then((e) => e[2]);
		}), Q(this, "respond", async (e) => {
			this.isInitialized(), await this.isValidRespond(e);
			let { topic: t, response: n } = e, { id: r } = n, i = this.client.session.get(t);
			i.transportType === K.relay && await this.confirmOnlineStateOrThrow();
			let a = this.getAppLinkIfEnabled(i.peer.metadata, i.transportType);
			Rw(n) ? await this.sendResult({
				id: r,
				topic: t,
				result: n.result,
				throwOnFailedPublish: !0,
				appLink: a
			}) : zw(n) && await this.sendError({
				id: r,
				topic: t,
				error: n.error,
				appLink: a
			}), this.cleanupAfterResponse(e);
		}), Q(this, "ping", async (e) => {
			this.isInitialized(), await this.confirmOnlineStateOrThrow();
			try {
				await this.isValidPing(e);
			} catch (e) {
				throw this.client.logger.error("ping() -> isValidPing() failed"), e;
			}
			let { topic: t } = e;
			if (this.client.session.keys.includes(t)) {
				let e = pw(), n = mw().toString(), { done: r, resolve: i, reject: a } = bh();
				this.events.once(V("session_ping", e), ({ error: e }) => {
					e ? a(e) : i();
				}), await Promise.all([this.sendRequest({
					topic: t,
					method: "wc_sessionPing",
					params: {},
					throwOnFailedPublish: !0,
					clientRpcId: e,
					relayRpcId: n
				}), r()]);
			} else this.client.core.pairing.pairings.keys.includes(t) && (this.client.logger.warn("ping() on pairing topic is deprecated and will be removed in the next major release."), await this.client.core.pairing.ping({ topic: t }));
		}), Q(this, "emit", async (e) => {
			this.isInitialized(), await this.confirmOnlineStateOrThrow(), await this.isValidEmit(e);
			let { topic: t, event: n, chainId: r } = e, i = mw().toString(), a = pw();
			await this.sendRequest({
				topic: t,
				method: "wc_sessionEvent",
				params: {
					event: n,
					chainId: r
				},
				throwOnFailedPublish: !0,
				relayRpcId: i,
				clientRpcId: a
			});
		}), Q(this, "disconnect", async (e) => {
			this.isInitialized(), await this.confirmOnlineStateOrThrow(), await this.isValidDisconnect(e);
			let { topic: t } = e;
			if (this.client.session.keys.includes(t)) await this.sendRequest({
				topic: t,
				method: "wc_sessionDelete",
				params: G("USER_DISCONNECTED"),
				throwOnFailedPublish: !0
			}), await this.deleteSession({
				topic: t,
				emitEvent: !1
			});
			else if (this.client.core.pairing.pairings.keys.includes(t)) await this.client.core.pairing.disconnect({ topic: t });
			else {
				let { message: e } = W("MISMATCHED_TOPIC", `Session or pairing topic not found: ${t}`);
				throw Error(e);
			}
		}), Q(this, "find", (e) => (this.isInitialized(), this.client.session.getAll().filter((t) => xS(t, e)))), Q(this, "getPendingSessionRequests", () => this.client.pendingRequest.getAll()), Q(this, "authenticate", async (e, t) => {
			this.isInitialized(), this.isValidAuthenticate(e);
			let n = t && this.client.core.linkModeSupportedApps.includes(t) && this.client.metadata.redirect?.linkMode, r = n ? K.link_mode : K.relay;
			r === K.relay && await this.confirmOnlineStateOrThrow();
			let { chains: i, statement: a = "", uri: o, domain: s, nonce: c, type: l, exp: u, nbf: d, methods: f = [], expiry: p } = e, m = [...e.resources || []], { topic: h, uri: g } = await this.client.core.pairing.create({
				methods: ["wc_sessionAuthenticate"],
				transportType: r
			});
			this.client.logger.info({
				message: "Generated new pairing",
				pairing: {
					topic: h,
					uri: g
				}
			});
			let _ = await this.client.core.crypto.generateKeyPair(), v = Cx(_);
			if (await Promise.all([this.client.auth.authKeys.set("wc@1.5:auth::PUB_KEY", {
				responseTopic: v,
				publicKey: _
			}), this.client.auth.pairingTopics.set(v, {
				topic: v,
				pairingTopic: h
			})]), await this.client.core.relayer.subscribe(v, { transportType: r }), this.client.logger.info(`sending request to new pairing topic: ${h}`), f.length > 0) {
				let { namespace: e } = Wm(i[0]), t = gv(e, "request", f);
				Cv(m) && (t = vv(t, m.pop())), m.push(t);
			}
			let y = p && p > eA.wc_sessionAuthenticate.req.ttl ? p : eA.wc_sessionAuthenticate.req.ttl, b = {
				authPayload: {
					type: l ?? "caip122",
					chains: i,
					statement: a,
					aud: o,
					domain: s,
					version: "1",
					nonce: c,
					iat: (/* @__PURE__ */ new Date()).toISOString(),
					exp: u,
					nbf: d,
					resources: m
				},
				requester: {
					publicKey: _,
					metadata: this.client.metadata
				},
				expiryTimestamp: Eh(y)
			}, x = {
				requiredNamespaces: {},
				optionalNamespaces: { eip155: {
					chains: i,
					methods: [.../* @__PURE__ */ new Set(["personal_sign", ...f])],
					events: ["chainChanged", "accountsChanged"]
				} },
				relays: [{ protocol: "irn" }],
				pairingTopic: h,
				proposer: {
					publicKey: _,
					metadata: this.client.metadata
				},
				expiryTimestamp: Eh(eA.wc_sessionPropose.req.ttl),
				id: pw()
			}, { done: S, resolve: C, reject: w } = bh(y, "Request expired"), T = pw(), E = V("session_connect", x.id), D = V("session_request", T), O = async ({ error: e, session: t }) => {
				this.events.off(D, k), e ? w(e) : t && C({ session: t });
			}, k = async (e) => {
				var n, i, a;
				if (await this.deletePendingAuthRequest(T, {
					message: "fulfilled",
					code: 0
				}), e.error) {
					let t = G("WC_METHOD_UNSUPPORTED", "wc_sessionAuthenticate");
					return e.error.code === t.code ? void 0 : (this.events.off(E, O), w(e.error.message));
				}
				await this.deleteProposal(x.id), this.events.off(E, O);
				let { cacaos: o, responder: s } = e.result, c = [], l = [];
				for (let e of o) {
					await sv({
						cacao: e,
						projectId: this.client.core.projectId
					}) || (this.client.logger.error(e, "Signature verification failed"), w(G("SESSION_SETTLEMENT_FAILED", "Signature verification failed")));
					let { p: t } = e, n = Cv(t.resources), r = [av(t.iss)], i = ov(t.iss);
					if (n) {
						let e = xv(n), t = Sv(n);
						c.push(...e), r.push(...t);
					}
					for (let e of r) l.push(`${e}:${i}`);
				}
				let u = await this.client.core.crypto.generateSharedKey(_, s.publicKey), d;
				c.length > 0 && (d = {
					topic: u,
					acknowledged: !0,
					self: {
						publicKey: _,
						metadata: this.client.metadata
					},
					peer: s,
					controller: s.publicKey,
					expiry: Eh(Qk),
					requiredNamespaces: {},
					optionalNamespaces: {},
					relay: { protocol: "irn" },
					pairingTopic: h,
					namespaces: fS([...new Set(c)], [...new Set(l)]),
					transportType: r
				}, await this.client.core.relayer.subscribe(u, { transportType: r }), await this.client.session.set(u, d), h && await this.client.core.pairing.updateMetadata({
					topic: h,
					metadata: s.metadata
				}), d = this.client.session.get(u)), (n = this.client.metadata.redirect) != null && n.linkMode && (i = s.metadata.redirect) != null && i.linkMode && (a = s.metadata.redirect) != null && a.universal && t && (this.client.core.addLinkModeSupportedApp(s.metadata.redirect.universal), this.client.session.update(u, { transportType: K.link_mode })), C({
					auths: o,
					session: d
				});
			};
			this.events.once(E, O), this.events.once(D, k);
			let A;
			try {
				if (n) {
					let e = hw("wc_sessionAuthenticate", b, T);
					this.client.core.history.set(h, e), A = Jx(t, h, await this.client.core.crypto.encode("", e, {
						type: 2,
						encoding: mx
					}));
				} else await Promise.all([this.sendRequest({
					topic: h,
					method: "wc_sessionAuthenticate",
					params: b,
					expiry: e.expiry,
					throwOnFailedPublish: !0,
					clientRpcId: T
				}), this.sendRequest({
					topic: h,
					method: "wc_sessionPropose",
					params: x,
					expiry: eA.wc_sessionPropose.req.ttl,
					throwOnFailedPublish: !0,
					clientRpcId: x.id
				})]);
			} catch (e) {
				throw this.events.off(E, O), this.events.off(D, k), e;
			}
			return await this.setProposal(x.id, x), await this.setAuthRequest(T, {
				request: yA(Z({}, b), { verifyContext: {} }),
				pairingTopic: h,
				transportType: r
			}), {
				uri: A ?? g,
				response: S
			};
		}), Q(this, "approveSessionAuthenticate", async (e) => {
			let { id: t, auths: n } = e, r = this.client.core.eventClient.createEvent({ properties: {
				topic: t.toString(),
				trace: [NT.authenticated_session_approve_started]
			} });
			try {
				this.isInitialized();
			} catch (e) {
				throw r.setError(PT.no_internet_connection), e;
			}
			let i = this.getPendingAuthRequest(t);
			if (!i) throw r.setError(PT.authenticated_session_pending_request_not_found), /* @__PURE__ */ Error(`Could not find pending auth request with id ${t}`);
			let a = i.transportType || K.relay;
			a === K.relay && await this.confirmOnlineStateOrThrow();
			let o = i.requester.publicKey, s = await this.client.core.crypto.generateKeyPair(), c = Cx(o), l = {
				type: 1,
				receiverPublicKey: o,
				senderPublicKey: s
			}, u = [], d = [];
			for (let e of n) {
				if (!await sv({
					cacao: e,
					projectId: this.client.core.projectId
				})) {
					r.setError(PT.invalid_cacao);
					let e = G("SESSION_SETTLEMENT_FAILED", "Signature verification failed");
					throw await this.sendError({
						id: t,
						topic: c,
						error: e,
						encodeOpts: l
					}), Error(e.message);
				}
				r.addTrace(NT.cacaos_verified);
				let { p: n } = e, i = Cv(n.resources), a = [av(n.iss)], o = ov(n.iss);
				if (i) {
					let e = xv(i), t = Sv(i);
					u.push(...e), a.push(...t);
				}
				for (let e of a) d.push(`${e}:${o}`);
			}
			let f = await this.client.core.crypto.generateSharedKey(s, o);
			r.addTrace(NT.create_authenticated_session_topic);
			let p;
			if (u?.length > 0) {
				p = {
					topic: f,
					acknowledged: !0,
					self: {
						publicKey: s,
						metadata: this.client.metadata
					},
					peer: {
						publicKey: o,
						metadata: i.requester.metadata
					},
					controller: o,
					expiry: Eh(Qk),
					authentication: n,
					requiredNamespaces: {},
					optionalNamespaces: {},
					relay: { protocol: "irn" },
					pairingTopic: i.pairingTopic,
					namespaces: fS([...new Set(u)], [...new Set(d)]),
					transportType: a
				}, r.addTrace(NT.subscribing_authenticated_session_topic);
				try {
					await this.client.core.relayer.subscribe(f, { transportType: a });
				} catch (e) {
					throw r.setError(PT.subscribe_authenticated_session_topic_failure), e;
				}
				r.addTrace(NT.subscribe_authenticated_session_topic_success), await this.client.session.set(f, p), r.addTrace(NT.store_authenticated_session), await this.client.core.pairing.updateMetadata({
					topic: i.pairingTopic,
					metadata: i.requester.metadata
				});
			}
			r.addTrace(NT.publishing_authenticated_session_approve);
			try {
				await this.sendResult({
					topic: c,
					id: t,
					result: {
						cacaos: n,
						responder: {
							publicKey: s,
							metadata: this.client.metadata
						}
					},
					encodeOpts: l,
					throwOnFailedPublish: !0,
					appLink: this.getAppLinkIfEnabled(i.requester.metadata, a)
				});
			} catch (e) {
				throw r.setError(PT.authenticated_session_approve_publish_failure), e;
			}
			return await this.client.auth.requests.delete(t, {
				message: "fulfilled",
				code: 0
			}), await this.client.core.pairing.activate({ topic: i.pairingTopic }), this.client.core.eventClient.deleteEvent({ eventId: r.eventId }), { session: p };
		}), Q(this, "rejectSessionAuthenticate", async (e) => {
			this.isInitialized();
			let { id: t, reason: n } = e, r = this.getPendingAuthRequest(t);
			if (!r) throw Error(`Could not find pending auth request with id ${t}`);
			r.transportType === K.relay && await this.confirmOnlineStateOrThrow();
			let i = r.requester.publicKey, a = await this.client.core.crypto.generateKeyPair(), o = Cx(i), s = {
				type: 1,
				receiverPublicKey: i,
				senderPublicKey: a
			};
			await this.sendError({
				id: t,
				topic: o,
				error: n,
				encodeOpts: s,
				rpcOpts: eA.wc_sessionAuthenticate.reject,
				appLink: this.getAppLinkIfEnabled(r.requester.metadata, r.transportType)
			}), await this.client.auth.requests.delete(t, {
				message: "rejected",
				code: 0
			}), await this.deleteProposal(t);
		}), Q(this, "formatAuthMessage", (e) => {
			this.isInitialized();
			let { request: t, iss: n } = e;
			return cv(t, n);
		}), Q(this, "processRelayMessageCache", () => {
			setTimeout(async () => {
				if (this.relayMessageCache.length !== 0) for (; this.relayMessageCache.length > 0;) try {
					let e = this.relayMessageCache.shift();
					e && await this.onRelayMessage(e);
				} catch (e) {
					this.client.logger.error(e);
				}
			}, 50);
		}), Q(this, "cleanupDuplicatePairings", async (e) => {
			if (e.pairingTopic) try {
				let t = this.client.core.pairing.pairings.get(e.pairingTopic), n = this.client.core.pairing.pairings.getAll().filter((n) => n.peerMetadata?.url && n.peerMetadata?.url === e.peer.metadata.url && n.topic && n.topic !== t.topic);
				if (n.length === 0) return;
				this.client.logger.info(`Cleaning up ${n.length} duplicate pairing(s)`), await Promise.all(n.map((e) => this.client.core.pairing.disconnect({ topic: e.topic }))), this.client.logger.info("Duplicate pairings clean up finished");
			} catch (e) {
				this.client.logger.error(e);
			}
		}), Q(this, "deleteSession", async (e) => {
			let { topic: t, expirerHasDeleted: n = !1, emitEvent: r = !0, id: i = 0 } = e, { self: a } = this.client.session.get(t);
			await this.client.core.relayer.unsubscribe(t), await this.client.session.delete(t, G("USER_DISCONNECTED")), this.addToRecentlyDeleted(t, "session"), this.client.core.crypto.keychain.has(a.publicKey) && await this.client.core.crypto.deleteKeyPair(a.publicKey), this.client.core.crypto.keychain.has(t) && await this.client.core.crypto.deleteSymKey(t), n || this.client.core.expirer.del(t), this.client.core.storage.removeItem(Jk).catch((e) => this.client.logger.warn(e)), this.getPendingSessionRequests().forEach((e) => {
				e.topic === t && this.deletePendingSessionRequest(e.id, G("USER_DISCONNECTED"));
			}), t === this.sessionRequestQueue.queue[0]?.topic && (this.sessionRequestQueue.state = nA.idle), r && this.client.events.emit("session_delete", {
				id: i,
				topic: t
			});
		}), Q(this, "deleteProposal", async (e, t) => {
			if (t) try {
				let t = this.client.proposal.get(e);
				this.client.core.eventClient.getEvent({ topic: t.pairingTopic })?.setError(MT.proposal_expired);
			} catch {}
			await Promise.all([this.client.proposal.delete(e, G("USER_DISCONNECTED")), t ? Promise.resolve() : this.client.core.expirer.del(e)]), this.addToRecentlyDeleted(e, "proposal");
		}), Q(this, "deletePendingSessionRequest", async (e, t, n = !1) => {
			await Promise.all([this.client.pendingRequest.delete(e, t), n ? Promise.resolve() : this.client.core.expirer.del(e)]), this.addToRecentlyDeleted(e, "request"), this.sessionRequestQueue.queue = this.sessionRequestQueue.queue.filter((t) => t.id !== e), n && (this.sessionRequestQueue.state = nA.idle, this.client.events.emit("session_request_expire", { id: e }));
		}), Q(this, "deletePendingAuthRequest", async (e, t, n = !1) => {
			await Promise.all([this.client.auth.requests.delete(e, t), n ? Promise.resolve() : this.client.core.expirer.del(e)]);
		}), Q(this, "setExpiry", async (e, t) => {
			this.client.session.keys.includes(e) && (this.client.core.expirer.set(e, t), await this.client.session.update(e, { expiry: t }));
		}), Q(this, "setProposal", async (e, t) => {
			this.client.core.expirer.set(e, Eh(eA.wc_sessionPropose.req.ttl)), await this.client.proposal.set(e, t);
		}), Q(this, "setAuthRequest", async (e, t) => {
			let { request: n, pairingTopic: r, transportType: i = K.relay } = t;
			this.client.core.expirer.set(e, n.expiryTimestamp), await this.client.auth.requests.set(e, {
				authPayload: n.authPayload,
				requester: n.requester,
				expiryTimestamp: n.expiryTimestamp,
				id: e,
				pairingTopic: r,
				verifyContext: n.verifyContext,
				transportType: i
			});
		}), Q(this, "setPendingSessionRequest", async (e) => {
			let { id: t, topic: n, params: r, verifyContext: i } = e, a = r.request.expiryTimestamp || Eh(eA.wc_sessionRequest.req.ttl);
			this.client.core.expirer.set(t, a), await this.client.pendingRequest.set(t, {
				id: t,
				topic: n,
				params: r,
				verifyContext: i
			});
		}), Q(this, "sendRequest", async (e) => {
			let { topic: t, method: n, params: r, expiry: i, relayRpcId: a, clientRpcId: o, throwOnFailedPublish: s, appLink: c, tvf: l, publishOpts: u = {} } = e, d = hw(n, r, o), f, p = !!c;
			try {
				let e = p ? mx : px;
				f = await this.client.core.crypto.encode(t, d, { encoding: e });
			} catch (e) {
				throw await this.cleanup(), this.client.logger.error(`sendRequest() -> core.crypto.encode() for topic ${t} failed`), e;
			}
			let m;
			if (aA.includes(n)) {
				let e = wx(JSON.stringify(d)), t = wx(f);
				m = await this.client.core.verify.register({
					id: t,
					decryptedId: e
				});
			}
			let h = Z(Z({}, eA[n].req), u);
			if (h.attestation = m, i && (h.ttl = i), a && (h.id = a), this.client.core.history.set(t, d), p) {
				let e = Jx(c, t, f);
				await global.Linking.openURL(e, this.client.name);
			} else h.tvf = yA(Z({}, l), { correlationId: d.id }), s ? (h.internal = yA(Z({}, h.internal), { throwOnFailedPublish: !0 }), await this.client.core.relayer.publish(t, f, h)) : this.client.core.relayer.publish(t, f, h).catch((e) => this.client.logger.error(e));
			return d.id;
		}), Q(this, "sendProposeSession", async (e) => {
			let { proposal: t, publishOpts: n } = e, r = hw("wc_sessionPropose", t, t.id);
			this.client.core.history.set(t.pairingTopic, r);
			let i = await this.client.core.crypto.encode(t.pairingTopic, r, { encoding: px }), a = wx(JSON.stringify(r)), o = wx(i), s = await this.client.core.verify.register({
				id: o,
				decryptedId: a
			});
			await this.client.core.relayer.publishCustom({
				payload: {
					pairingTopic: t.pairingTopic,
					sessionProposal: i
				},
				opts: yA(Z({}, n), {
					publishMethod: "wc_proposeSession",
					attestation: s
				})
			});
		}), Q(this, "sendApproveSession", async (e) => {
			let { sessionTopic: t, pairingProposalResponse: n, proposal: r, sessionSettleRequest: i, publishOpts: a } = e, o = gw(r.id, n), s = await this.client.core.crypto.encode(r.pairingTopic, o, { encoding: px }), c = hw("wc_sessionSettle", i, a?.id), l = await this.client.core.crypto.encode(t, c, { encoding: px });
			this.client.core.history.set(t, c), await this.client.core.relayer.publishCustom({
				payload: {
					sessionTopic: t,
					pairingTopic: r.pairingTopic,
					sessionProposalResponse: s,
					sessionSettlementRequest: l
				},
				opts: yA(Z({}, a), { publishMethod: "wc_approveSession" })
			});
		}), Q(this, "sendResult", async (e) => {
			let { id: t, topic: n, result: r, throwOnFailedPublish: i, encodeOpts: a, appLink: o } = e, s = gw(t, r), c, l = o && typeof (global == null ? void 0 : global.Linking) < "u";
			try {
				let e = l ? mx : px;
				c = await this.client.core.crypto.encode(n, s, yA(Z({}, a || {}), { encoding: e }));
			} catch (e) {
				throw await this.cleanup(), this.client.logger.error(`sendResult() -> core.crypto.encode() for topic ${n} failed`), e;
			}
			let u, d;
			try {
				u = await this.client.core.history.get(n, t);
				let e = u.request;
				try {
					d = this.getTVFParams(t, e.params, r);
				} catch (e) {
					this.client.logger.warn(`sendResult() -> getTVFParams() failed: ${e?.message}`);
				}
			} catch (e) {
				throw this.client.logger.error(`sendResult() -> history.get(${n}, ${t}) failed`), e;
			}
			if (l) {
				let e = Jx(o, n, c);
				await global.Linking.openURL(e, this.client.name);
			} else {
				let e = eA[u.request.method].res;
				e.tvf = yA(Z({}, d), { correlationId: t }), i ? (e.internal = yA(Z({}, e.internal), { throwOnFailedPublish: !0 }), await this.client.core.relayer.publish(n, c, e)) : this.client.core.relayer.publish(n, c, e).catch((e) => this.client.logger.error(e));
			}
			await this.client.core.history.resolve(s);
		}), Q(this, "sendError", async (e) => {
			let { id: t, topic: n, error: r, encodeOpts: i, rpcOpts: a, appLink: o } = e, s = _w(t, r), c, l = o && typeof (global == null ? void 0 : global.Linking) < "u";
			try {
				let e = l ? mx : px;
				c = await this.client.core.crypto.encode(n, s, yA(Z({}, i || {}), { encoding: e }));
			} catch (e) {
				throw await this.cleanup(), this.client.logger.error(`sendError() -> core.crypto.encode() for topic ${n} failed`), e;
			}
			let u;
			try {
				u = await this.client.core.history.get(n, t);
			} catch (e) {
				throw this.client.logger.error(`sendError() -> history.get(${n}, ${t}) failed`), e;
			}
			if (l) {
				let e = Jx(o, n, c);
				await global.Linking.openURL(e, this.client.name);
			} else {
				let e = u.request.method, t = a || eA[e].res;
				this.client.core.relayer.publish(n, c, t);
			}
			await this.client.core.history.resolve(s);
		}), Q(this, "cleanup", async () => {
			let e = [], t = [];
			this.client.session.getAll().forEach((t) => {
				let n = !1;
				Dh(t.expiry) && (n = !0), this.client.core.crypto.keychain.has(t.topic) || (n = !0), n && e.push(t.topic);
			}), this.client.proposal.getAll().forEach((e) => {
				Dh(e.expiryTimestamp) && t.push(e.id);
			}), await Promise.all([...e.map((e) => this.deleteSession({ topic: e })), ...t.map((e) => this.deleteProposal(e))]);
		}), Q(this, "onProviderMessageEvent", async (e) => {
			!this.initialized || this.relayMessageCache.length > 0 ? this.relayMessageCache.push(e) : await this.onRelayMessage(e);
		}), Q(this, "onRelayEventRequest", async (e) => {
			this.requestQueue.queue.push(e), await this.processRequestsQueue();
		}), Q(this, "processRequestsQueue", async () => {
			if (this.requestQueue.state === nA.active) this.client.logger.info("Request queue already active, skipping...");
			else {
				for (this.client.logger.info(`Request queue starting with ${this.requestQueue.queue.length} requests`); this.requestQueue.queue.length > 0;) {
					this.requestQueue.state = nA.active;
					let e = this.requestQueue.queue.shift();
					if (e) try {
						await this.processRequest(e);
					} catch (e) {
						this.client.logger.warn(e);
					}
				}
				this.requestQueue.state = nA.idle;
			}
		}), Q(this, "processRequest", async (e) => {
			let { topic: t, payload: n, attestation: r, transportType: i, encryptedId: a } = e, o = n.method;
			if (!this.shouldIgnorePairingRequest({
				topic: t,
				requestMethod: o
			})) switch (o) {
				case "wc_sessionPropose": return await this.onSessionProposeRequest({
					topic: t,
					payload: n,
					attestation: r,
					encryptedId: a
				});
				case "wc_sessionSettle": return await this.onSessionSettleRequest(t, n);
				case "wc_sessionUpdate": return await this.onSessionUpdateRequest(t, n);
				case "wc_sessionExtend": return await this.onSessionExtendRequest(t, n);
				case "wc_sessionPing": return await this.onSessionPingRequest(t, n);
				case "wc_sessionDelete": return await this.onSessionDeleteRequest(t, n);
				case "wc_sessionRequest": return await this.onSessionRequest({
					topic: t,
					payload: n,
					attestation: r,
					encryptedId: a,
					transportType: i
				});
				case "wc_sessionEvent": return await this.onSessionEventRequest(t, n);
				case "wc_sessionAuthenticate": return await this.onSessionAuthenticateRequest({
					topic: t,
					payload: n,
					attestation: r,
					encryptedId: a,
					transportType: i
				});
				default: return this.client.logger.info(`Unsupported request method ${o}`);
			}
		}), Q(this, "onRelayEventResponse", async (e) => {
			let { topic: t, payload: n, transportType: r } = e, i = (await this.client.core.history.get(t, n.id)).request.method;
			switch (i) {
				case "wc_sessionPropose": return this.onSessionProposeResponse(t, n, r);
				case "wc_sessionSettle": return this.onSessionSettleResponse(t, n);
				case "wc_sessionUpdate": return this.onSessionUpdateResponse(t, n);
				case "wc_sessionExtend": return this.onSessionExtendResponse(t, n);
				case "wc_sessionPing": return this.onSessionPingResponse(t, n);
				case "wc_sessionRequest": return this.onSessionRequestResponse(t, n);
				case "wc_sessionAuthenticate": return this.onSessionAuthenticateResponse(t, n);
				default: return this.client.logger.info(`Unsupported response method ${i}`);
			}
		}), Q(this, "onRelayEventUnknownPayload", (e) => {
			let { topic: t } = e, { message: n } = W("MISSING_OR_INVALID", `Decoded payload on topic ${t} is not identifiable as a JSON-RPC request or a response.`);
			throw Error(n);
		}), Q(this, "shouldIgnorePairingRequest", (e) => {
			let { topic: t, requestMethod: n } = e, r = this.expectedPairingMethodMap.get(t);
			return !r || r.includes(n) ? !1 : !!(r.includes("wc_sessionAuthenticate") && this.client.events.listenerCount("session_authenticate") > 0);
		}), Q(this, "onSessionProposeRequest", async (e) => {
			let { topic: t, payload: n, attestation: r, encryptedId: i } = e, { params: a, id: o } = n;
			try {
				let e = this.client.core.eventClient.getEvent({ topic: t });
				this.client.events.listenerCount("session_proposal") === 0 && (console.warn("No listener for session_proposal event"), e?.setError(AT.proposal_listener_not_found)), this.isValidConnect(Z({}, n.params));
				let s = Z({
					id: o,
					pairingTopic: t,
					expiryTimestamp: a.expiryTimestamp || Eh(eA.wc_sessionPropose.req.ttl),
					attestation: r,
					encryptedId: i
				}, a);
				await this.setProposal(o, s);
				let c = await this.getVerifyContext({
					attestationId: r,
					hash: wx(JSON.stringify(n)),
					encryptedId: i,
					metadata: s.proposer.metadata
				});
				e?.addTrace(kT.emit_session_proposal), this.client.events.emit("session_proposal", {
					id: o,
					params: s,
					verifyContext: c
				});
			} catch (e) {
				await this.sendError({
					id: o,
					topic: t,
					error: e,
					rpcOpts: eA.wc_sessionPropose.autoReject
				}), this.client.logger.error(e);
			}
		}), Q(this, "onSessionProposeResponse", async (e, t, n) => {
			let { id: r } = t;
			if (Rw(t)) {
				let { result: i } = t;
				this.client.logger.trace({
					type: "method",
					method: "onSessionProposeResponse",
					result: i
				});
				let a = this.client.proposal.get(r);
				this.client.logger.trace({
					type: "method",
					method: "onSessionProposeResponse",
					proposal: a
				});
				let o = a.proposer.publicKey;
				this.client.logger.trace({
					type: "method",
					method: "onSessionProposeResponse",
					selfPublicKey: o
				});
				let s = i.responderPublicKey;
				this.client.logger.trace({
					type: "method",
					method: "onSessionProposeResponse",
					peerPublicKey: s
				});
				let c = await this.client.core.crypto.generateSharedKey(o, s);
				this.pendingSessions.set(r, {
					sessionTopic: c,
					pairingTopic: e,
					proposalId: r,
					publicKey: o
				});
				let l = await this.client.core.relayer.subscribe(c, { transportType: n });
				this.client.logger.trace({
					type: "method",
					method: "onSessionProposeResponse",
					subscriptionId: l
				}), await this.client.core.pairing.activate({ topic: e });
			} else if (zw(t)) {
				await this.deleteProposal(r);
				let e = V("session_connect", r);
				if (this.events.listenerCount(e) === 0) throw Error(`emitting ${e} without any listeners, 954`);
				this.events.emit(e, { error: t.error });
			}
		}), Q(this, "onSessionSettleRequest", async (e, t) => {
			let { id: n, params: r } = t;
			try {
				this.isValidSessionSettleRequest(r);
				let { relay: n, controller: i, expiry: a, namespaces: o, sessionProperties: s, scopedProperties: c, sessionConfig: l } = t.params, u = [...this.pendingSessions.values()].find((t) => t.sessionTopic === e);
				if (!u) return this.client.logger.error(`Pending session not found for topic ${e}`);
				let d = this.client.proposal.get(u.proposalId), f = yA(Z(Z(Z({
					topic: e,
					relay: n,
					expiry: a,
					namespaces: o,
					acknowledged: !0,
					pairingTopic: u.pairingTopic,
					requiredNamespaces: d.requiredNamespaces,
					optionalNamespaces: d.optionalNamespaces,
					controller: i.publicKey,
					self: {
						publicKey: u.publicKey,
						metadata: this.client.metadata
					},
					peer: {
						publicKey: i.publicKey,
						metadata: i.metadata
					}
				}, s && { sessionProperties: s }), c && { scopedProperties: c }), l && { sessionConfig: l }), { transportType: K.relay });
				await this.client.session.set(f.topic, f), await this.setExpiry(f.topic, f.expiry), await this.client.core.pairing.updateMetadata({
					topic: u.pairingTopic,
					metadata: f.peer.metadata
				}), this.client.events.emit("session_connect", { session: f }), this.events.emit(V("session_connect", u.proposalId), { session: f }), this.pendingSessions.delete(u.proposalId), this.deleteProposal(u.proposalId, !1), this.cleanupDuplicatePairings(f), await this.sendResult({
					id: t.id,
					topic: e,
					result: !0
				});
			} catch (t) {
				await this.sendError({
					id: n,
					topic: e,
					error: t
				}), this.client.logger.error(t);
			}
		}), Q(this, "onSessionSettleResponse", async (e, t) => {
			let { id: n } = t;
			Rw(t) ? (await this.client.session.update(e, { acknowledged: !0 }), this.events.emit(V("session_approve", n), {})) : zw(t) && (await this.client.session.delete(e, G("USER_DISCONNECTED")), this.events.emit(V("session_approve", n), { error: t.error }));
		}), Q(this, "onSessionUpdateRequest", async (e, t) => {
			let { params: n, id: r } = t;
			try {
				let t = `${e}_session_update`, i = cC.get(t);
				if (i && this.isRequestOutOfSync(i, r)) {
					this.client.logger.warn(`Discarding out of sync request - ${r}`), this.sendError({
						id: r,
						topic: e,
						error: G("INVALID_UPDATE_REQUEST")
					});
					return;
				}
				this.isValidUpdate(Z({ topic: e }, n));
				try {
					cC.set(t, r), await this.client.session.update(e, { namespaces: n.namespaces }), await this.sendResult({
						id: r,
						topic: e,
						result: !0
					});
				} catch (e) {
					throw cC.delete(t), e;
				}
				this.client.events.emit("session_update", {
					id: r,
					topic: e,
					params: n
				});
			} catch (t) {
				await this.sendError({
					id: r,
					topic: e,
					error: t
				}), this.client.logger.error(t);
			}
		}), Q(this, "isRequestOutOfSync", (e, t) => t.toString().slice(0, -3) < e.toString().slice(0, -3)), Q(this, "onSessionUpdateResponse", (e, t) => {
			let { id: n } = t, r = V("session_update", n);
			if (this.events.listenerCount(r) === 0) throw Error(`emitting ${r} without any listeners`);
			Rw(t) ? this.events.emit(V("session_update", n), {}) : zw(t) && this.events.emit(V("session_update", n), { error: t.error });
		}), Q(this, "onSessionExtendRequest", async (e, t) => {
			let { id: n } = t;
			try {
				this.isValidExtend({ topic: e }), await this.setExpiry(e, Eh(Qk)), await this.sendResult({
					id: n,
					topic: e,
					result: !0
				}), this.client.events.emit("session_extend", {
					id: n,
					topic: e
				});
			} catch (t) {
				await this.sendError({
					id: n,
					topic: e,
					error: t
				}), this.client.logger.error(t);
			}
		}), Q(this, "onSessionExtendResponse", (e, t) => {
			let { id: n } = t, r = V("session_extend", n);
			if (this.events.listenerCount(r) === 0) throw Error(`emitting ${r} without any listeners`);
			Rw(t) ? this.events.emit(V("session_extend", n), {}) : zw(t) && this.events.emit(V("session_extend", n), { error: t.error });
		}), Q(this, "onSessionPingRequest", async (e, t) => {
			let { id: n } = t;
			try {
				this.isValidPing({ topic: e }), await this.sendResult({
					id: n,
					topic: e,
					result: !0,
					throwOnFailedPublish: !0
				}), this.client.events.emit("session_ping", {
					id: n,
					topic: e
				});
			} catch (t) {
				await this.sendError({
					id: n,
					topic: e,
					error: t
				}), this.client.logger.error(t);
			}
		}), Q(this, "onSessionPingResponse", (e, t) => {
			let { id: n } = t, r = V("session_ping", n);
			setTimeout(() => {
				if (this.events.listenerCount(r) === 0) throw Error(`emitting ${r} without any listeners 2176`);
				Rw(t) ? this.events.emit(V("session_ping", n), {}) : zw(t) && this.events.emit(V("session_ping", n), { error: t.error });
			}, 500);
		}), Q(this, "onSessionDeleteRequest", async (e, t) => {
			let { id: n } = t;
			try {
				this.isValidDisconnect({
					topic: e,
					reason: t.params
				}), await Promise.all([
					new Promise((t) => {
						this.client.core.relayer.once(cT.publish, async () => {
							t(await this.deleteSession({
								topic: e,
								id: n
							}));
						});
					}),
					this.sendResult({
						id: n,
						topic: e,
						result: !0
					}),
					this.cleanupPendingSentRequestsForTopic({
						topic: e,
						error: G("USER_DISCONNECTED")
					})
				]).catch((e) => this.client.logger.error(e));
			} catch (e) {
				this.client.logger.error(e);
			}
		}), Q(this, "onSessionRequest", async (e) => {
			var t, n;
			let { topic: r, payload: i, attestation: a, encryptedId: o, transportType: s } = e, { id: c, params: l } = i;
			try {
				await this.isValidRequest(Z({ topic: r }, l));
				let e = this.client.session.get(r), i = {
					id: c,
					topic: r,
					params: l,
					verifyContext: await this.getVerifyContext({
						attestationId: a,
						hash: wx(JSON.stringify(hw("wc_sessionRequest", l, c))),
						encryptedId: o,
						metadata: e.peer.metadata,
						transportType: s
					})
				};
				await this.setPendingSessionRequest(i), s === K.link_mode && (t = e.peer.metadata.redirect) != null && t.universal && this.client.core.addLinkModeSupportedApp(e.peer.metadata.redirect?.universal), (n = this.client.signConfig) != null && n.disableRequestQueue ? this.emitSessionRequest(i) : (this.addSessionRequestToSessionRequestQueue(i), this.processSessionRequestQueue());
			} catch (e) {
				await this.sendError({
					id: c,
					topic: r,
					error: e
				}), this.client.logger.error(e);
			}
		}), Q(this, "onSessionRequestResponse", (e, t) => {
			let { id: n } = t, r = V("session_request", n);
			if (this.events.listenerCount(r) === 0) throw Error(`emitting ${r} without any listeners`);
			Rw(t) ? this.events.emit(V("session_request", n), { result: t.result }) : zw(t) && this.events.emit(V("session_request", n), { error: t.error });
		}), Q(this, "onSessionEventRequest", async (e, t) => {
			let { id: n, params: r } = t;
			try {
				let t = `${e}_session_event_${r.event.name}`, i = cC.get(t);
				if (i && this.isRequestOutOfSync(i, n)) {
					this.client.logger.info(`Discarding out of sync request - ${n}`);
					return;
				}
				this.isValidEmit(Z({ topic: e }, r)), this.client.events.emit("session_event", {
					id: n,
					topic: e,
					params: r
				}), cC.set(t, n);
			} catch (t) {
				await this.sendError({
					id: n,
					topic: e,
					error: t
				}), this.client.logger.error(t);
			}
		}), Q(this, "onSessionAuthenticateResponse", (e, t) => {
			let { id: n } = t;
			this.client.logger.trace({
				type: "method",
				method: "onSessionAuthenticateResponse",
				topic: e,
				payload: t
			}), Rw(t) ? this.events.emit(V("session_request", n), { result: t.result }) : zw(t) && this.events.emit(V("session_request", n), { error: t.error });
		}), Q(this, "onSessionAuthenticateRequest", async (e) => {
			var t;
			let { topic: n, payload: r, attestation: i, encryptedId: a, transportType: o } = e;
			try {
				let { requester: e, authPayload: s, expiryTimestamp: c } = r.params, l = await this.getVerifyContext({
					attestationId: i,
					hash: wx(JSON.stringify(r)),
					encryptedId: a,
					metadata: e.metadata,
					transportType: o
				}), u = {
					requester: e,
					pairingTopic: n,
					id: r.id,
					authPayload: s,
					verifyContext: l,
					expiryTimestamp: c
				};
				await this.setAuthRequest(r.id, {
					request: u,
					pairingTopic: n,
					transportType: o
				}), o === K.link_mode && (t = e.metadata.redirect) != null && t.universal && this.client.core.addLinkModeSupportedApp(e.metadata.redirect.universal), this.client.events.emit("session_authenticate", {
					topic: n,
					params: r.params,
					id: r.id,
					verifyContext: l
				});
			} catch (e) {
				this.client.logger.error(e);
				let t = r.params.requester.publicKey, i = await this.client.core.crypto.generateKeyPair(), a = this.getAppLinkIfEnabled(r.params.requester.metadata, o), s = {
					type: 1,
					receiverPublicKey: t,
					senderPublicKey: i
				};
				await this.sendError({
					id: r.id,
					topic: n,
					error: e,
					encodeOpts: s,
					rpcOpts: eA.wc_sessionAuthenticate.autoReject,
					appLink: a
				});
			}
		}), Q(this, "addSessionRequestToSessionRequestQueue", (e) => {
			this.sessionRequestQueue.queue.push(e);
		}), Q(this, "cleanupAfterResponse", (e) => {
			this.deletePendingSessionRequest(e.response.id, {
				message: "fulfilled",
				code: 0
			}), setTimeout(() => {
				this.sessionRequestQueue.state = nA.idle, this.processSessionRequestQueue();
			}, (0, R.toMiliseconds)(this.requestQueueDelay));
		}), Q(this, "cleanupPendingSentRequestsForTopic", ({ topic: e, error: t }) => {
			let n = this.client.core.history.pending;
			n.length > 0 && n.filter((t) => t.topic === e && t.request.method === "wc_sessionRequest").forEach((e) => {
				let n = e.request.id, r = V("session_request", n);
				if (this.events.listenerCount(r) === 0) throw Error(`emitting ${r} without any listeners`);
				this.events.emit(V("session_request", e.request.id), { error: t });
			});
		}), Q(this, "processSessionRequestQueue", () => {
			if (this.sessionRequestQueue.state === nA.active) {
				this.client.logger.info("session request queue is already active.");
				return;
			}
			let e = this.sessionRequestQueue.queue[0];
			if (!e) this.client.logger.info("session request queue is empty.");
			else try {
				this.emitSessionRequest(e);
			} catch (e) {
				this.client.logger.error(e);
			}
		}), Q(this, "emitSessionRequest", (e) => {
			this.emittedSessionRequests.has(e.id) ? this.client.logger.warn({ id: e.id }, `Skipping emitting \`session_request\` event for duplicate request. id: ${e.id}`) : (this.sessionRequestQueue.state = nA.active, this.emittedSessionRequests.add(e.id), this.client.events.emit("session_request", e));
		}), Q(this, "onPairingCreated", (e) => {
			if (e.methods && this.expectedPairingMethodMap.set(e.topic, e.methods), e.active) return;
			let t = this.client.proposal.getAll().find((t) => t.pairingTopic === e.topic);
			t && this.onSessionProposeRequest({
				topic: e.topic,
				payload: hw("wc_sessionPropose", yA(Z({}, t), {
					requiredNamespaces: t.requiredNamespaces,
					optionalNamespaces: t.optionalNamespaces,
					relays: t.relays,
					proposer: t.proposer,
					sessionProperties: t.sessionProperties,
					scopedProperties: t.scopedProperties
				}), t.id),
				attestation: t.attestation,
				encryptedId: t.encryptedId
			});
		}), Q(this, "isValidConnect", async (e) => {
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `connect() params: ${JSON.stringify(e)}`);
				throw Error(t);
			}
			let { pairingTopic: t, requiredNamespaces: n, optionalNamespaces: r, sessionProperties: i, scopedProperties: a, relays: o } = e;
			if (vS(t) || await this.isValidPairingTopic(t), !RS(o, !0)) {
				let { message: e } = W("MISSING_OR_INVALID", `connect() relays: ${o}`);
				throw Error(e);
			}
			if (!vS(n) && _S(n) !== 0) {
				let e = "requiredNamespaces are deprecated and are automatically assigned to optionalNamespaces";
				[
					"fatal",
					"error",
					"silent"
				].includes(this.client.logger.level) ? console.warn(e) : this.client.logger.warn(e), this.validateNamespaces(n, "requiredNamespaces");
			}
			if (!vS(r) && _S(r) !== 0 && this.validateNamespaces(r, "optionalNamespaces"), vS(i) || this.validateSessionProps(i, "sessionProperties"), !vS(a)) {
				this.validateSessionProps(a, "scopedProperties");
				let e = Object.keys(n || {}).concat(Object.keys(r || {}));
				if (!Object.keys(a).every((t) => e.includes(t.split(":")[0]))) throw Error(`Scoped properties must be a subset of required/optional namespaces, received: ${JSON.stringify(a)}, required/optional namespaces: ${JSON.stringify(e)}`);
			}
		}), Q(this, "validateNamespaces", (e, t) => {
			let n = FS(e, "connect()", t);
			if (n) throw Error(n.message);
		}), Q(this, "isValidApprove", async (e) => {
			if (!BS(e)) throw Error(W("MISSING_OR_INVALID", `approve() params: ${e}`).message);
			let { id: t, namespaces: n, relayProtocol: r, sessionProperties: i, scopedProperties: a } = e;
			this.checkRecentlyDeleted(t), await this.isValidProposalId(t);
			let o = this.client.proposal.get(t), s = IS(n, "approve()");
			if (s) throw Error(s.message);
			let c = JS(o.requiredNamespaces, n, "approve()");
			if (c) throw Error(c.message);
			if (!yS(r, !0)) {
				let { message: e } = W("MISSING_OR_INVALID", `approve() relayProtocol: ${r}`);
				throw Error(e);
			}
			if (vS(i) || this.validateSessionProps(i, "sessionProperties"), !vS(a)) {
				this.validateSessionProps(a, "scopedProperties");
				let e = new Set(Object.keys(n));
				if (!Object.keys(a).every((t) => e.has(t.split(":")[0]))) throw Error(`Scoped properties must be a subset of approved namespaces, received: ${JSON.stringify(a)}, approved namespaces: ${Array.from(e).join(", ")}`);
			}
		}), Q(this, "isValidReject", async (e) => {
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `reject() params: ${e}`);
				throw Error(t);
			}
			let { id: t, reason: n } = e;
			if (this.checkRecentlyDeleted(t), await this.isValidProposalId(t), !VS(n)) {
				let { message: e } = W("MISSING_OR_INVALID", `reject() reason: ${JSON.stringify(n)}`);
				throw Error(e);
			}
		}), Q(this, "isValidSessionSettleRequest", (e) => {
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `onSessionSettleRequest() params: ${e}`);
				throw Error(t);
			}
			let { relay: t, controller: n, namespaces: r, expiry: i } = e;
			if (!LS(t)) {
				let { message: e } = W("MISSING_OR_INVALID", "onSessionSettleRequest() relay protocol should be a string");
				throw Error(e);
			}
			let a = DS(n, "onSessionSettleRequest()");
			if (a) throw Error(a.message);
			let o = IS(r, "onSessionSettleRequest()");
			if (o) throw Error(o.message);
			if (Dh(i)) {
				let { message: e } = W("EXPIRED", "onSessionSettleRequest()");
				throw Error(e);
			}
		}), Q(this, "isValidUpdate", async (e) => {
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `update() params: ${e}`);
				throw Error(t);
			}
			let { topic: t, namespaces: n } = e;
			this.checkRecentlyDeleted(t), await this.isValidSessionTopic(t);
			let r = this.client.session.get(t), i = IS(n, "update()");
			if (i) throw Error(i.message);
			let a = JS(r.requiredNamespaces, n, "update()");
			if (a) throw Error(a.message);
		}), Q(this, "isValidExtend", async (e) => {
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `extend() params: ${e}`);
				throw Error(t);
			}
			let { topic: t } = e;
			this.checkRecentlyDeleted(t), await this.isValidSessionTopic(t);
		}), Q(this, "isValidRequest", async (e) => {
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `request() params: ${e}`);
				throw Error(t);
			}
			let { topic: t, request: n, chainId: r, expiry: i } = e;
			this.checkRecentlyDeleted(t), await this.isValidSessionTopic(t);
			let { namespaces: a } = this.client.session.get(t);
			if (!GS(a, r)) {
				let { message: e } = W("MISSING_OR_INVALID", `request() chainId: ${r}`);
				throw Error(e);
			}
			if (!HS(n)) {
				let { message: e } = W("MISSING_OR_INVALID", `request() ${JSON.stringify(n)}`);
				throw Error(e);
			}
			if (!KS(a, r, n.method)) {
				let { message: e } = W("MISSING_OR_INVALID", `request() method: ${n.method}`);
				throw Error(e);
			}
			if (i && !QS(i, tA)) {
				let { message: e } = W("MISSING_OR_INVALID", `request() expiry: ${i}. Expiry must be a number (in seconds) between ${tA.min} and ${tA.max}`);
				throw Error(e);
			}
		}), Q(this, "isValidRespond", async (e) => {
			var t;
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `respond() params: ${e}`);
				throw Error(t);
			}
			let { topic: n, response: r } = e;
			try {
				await this.isValidSessionTopic(n);
			} catch (n) {
				throw (t = e?.response) != null && t.id && this.cleanupAfterResponse(e), n;
			}
			if (!US(r)) {
				let { message: e } = W("MISSING_OR_INVALID", `respond() response: ${JSON.stringify(r)}`);
				throw Error(e);
			}
		}), Q(this, "isValidPing", async (e) => {
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `ping() params: ${e}`);
				throw Error(t);
			}
			let { topic: t } = e;
			await this.isValidSessionOrPairingTopic(t);
		}), Q(this, "isValidEmit", async (e) => {
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `emit() params: ${e}`);
				throw Error(t);
			}
			let { topic: t, event: n, chainId: r } = e;
			await this.isValidSessionTopic(t);
			let { namespaces: i } = this.client.session.get(t);
			if (!GS(i, r)) {
				let { message: e } = W("MISSING_OR_INVALID", `emit() chainId: ${r}`);
				throw Error(e);
			}
			if (!WS(n) || !qS(i, r, n.name)) {
				let { message: e } = W("MISSING_OR_INVALID", `emit() event: ${JSON.stringify(n)}`);
				throw Error(e);
			}
		}), Q(this, "isValidDisconnect", async (e) => {
			if (!BS(e)) {
				let { message: t } = W("MISSING_OR_INVALID", `disconnect() params: ${e}`);
				throw Error(t);
			}
			let { topic: t } = e;
			await this.isValidSessionOrPairingTopic(t);
		}), Q(this, "isValidAuthenticate", (e) => {
			let { chains: t, uri: n, domain: r, nonce: i } = e;
			if (!Array.isArray(t) || t.length === 0) throw Error("chains is required and must be a non-empty array");
			if (!yS(n, !1)) throw Error("uri is required parameter");
			if (!yS(r, !1)) throw Error("domain is required parameter");
			if (!yS(i, !1)) throw Error("nonce is required parameter");
			if ([...new Set(t.map((e) => Wm(e).namespace))].length > 1) throw Error("Multi-namespace requests are not supported. Please request single namespace only.");
			let { namespace: a } = Wm(t[0]);
			if (a !== "eip155") throw Error("Only eip155 namespace is supported for authenticated sessions. Please use .connect() for non-eip155 chains.");
		}), Q(this, "getVerifyContext", async (e) => {
			let { attestationId: t, hash: n, encryptedId: r, metadata: i, transportType: a } = e, o = { verified: {
				verifyUrl: i.verifyUrl || "https://verify.walletconnect.org",
				validation: "UNKNOWN",
				origin: i.url || ""
			} };
			try {
				if (a === K.link_mode) {
					let e = this.getAppLinkIfEnabled(i, a);
					return o.verified.validation = e && new URL(e).origin === new URL(i.url).origin ? "VALID" : "INVALID", o;
				}
				let e = await this.client.core.verify.resolve({
					attestationId: t,
					hash: n,
					encryptedId: r,
					verifyUrl: i.verifyUrl
				});
				e && (o.verified.origin = e.origin, o.verified.isScam = e.isScam, o.verified.validation = e.origin === new URL(i.url).origin ? "VALID" : "INVALID");
			} catch (e) {
				this.client.logger.warn(e);
			}
			return this.client.logger.debug(`Verify context: ${JSON.stringify(o)}`), o;
		}), Q(this, "validateSessionProps", (e, t) => {
			Object.values(e).forEach((n, r) => {
				if (n == null) {
					let { message: i } = W("MISSING_OR_INVALID", `${t} must contain an existing value for each key. Received: ${n} for key ${Object.keys(e)[r]}`);
					throw Error(i);
				}
			});
		}), Q(this, "getPendingAuthRequest", (e) => {
			let t = this.client.auth.requests.get(e);
			return typeof t == "object" ? t : void 0;
		}), Q(this, "addToRecentlyDeleted", (e, t) => {
			if (this.recentlyDeletedMap.set(e, t), this.recentlyDeletedMap.size >= this.recentlyDeletedLimit) {
				let e = 0, t = this.recentlyDeletedLimit / 2;
				for (let n of this.recentlyDeletedMap.keys()) {
					if (e++ >= t) break;
					this.recentlyDeletedMap.delete(n);
				}
			}
		}), Q(this, "checkRecentlyDeleted", (e) => {
			let t = this.recentlyDeletedMap.get(e);
			if (t) {
				let { message: n } = W("MISSING_OR_INVALID", `Record was recently deleted - ${t}: ${e}`);
				throw Error(n);
			}
		}), Q(this, "isLinkModeEnabled", (e, t) => !e || t !== K.link_mode ? !1 : this.client.metadata?.redirect?.linkMode === !0 && this.client.metadata?.redirect?.universal !== void 0 && this.client.metadata?.redirect?.universal !== "" && e?.redirect?.universal !== void 0 && e?.redirect?.universal !== "" && e?.redirect?.linkMode === !0 && this.client.core.linkModeSupportedApps.includes(e.redirect.universal) && typeof (global == null ? void 0 : global.Linking) < "u"), Q(this, "getAppLinkIfEnabled", (e, t) => this.isLinkModeEnabled(e, t) ? e?.redirect?.universal : void 0), Q(this, "handleLinkModeMessage", ({ url: e }) => {
			if (!e || !e.includes("wc_ev") || !e.includes("topic")) return;
			let t = Nh(e, "topic") || "", n = decodeURIComponent(Nh(e, "wc_ev") || ""), r = this.client.session.keys.includes(t);
			r && this.client.session.update(t, { transportType: K.link_mode }), this.client.core.dispatchEnvelope({
				topic: t,
				message: n,
				sessionExists: r
			});
		}), Q(this, "registerLinkModeListeners", async () => {
			var e;
			if (Fh() || ih() && (e = this.client.metadata.redirect) != null && e.linkMode) {
				let e = global == null ? void 0 : global.Linking;
				if (typeof e < "u") {
					e.addEventListener("url", this.handleLinkModeMessage, this.client.name);
					let t = await e.getInitialURL();
					t && setTimeout(() => {
						this.handleLinkModeMessage({ url: t });
					}, 50);
				}
			}
		}), Q(this, "getTVFParams", (e, t, n) => {
			var r;
			if (!((r = t.request) != null && r.method)) return {};
			let i = {
				correlationId: e,
				rpcMethods: [t.request.method],
				chainId: t.chainId
			};
			try {
				i.txHashes = this.extractTxHashesFromResult(t.request, n), i.contractAddresses = this.isValidContractData(t.request.params) ? [t.request.params?.[0]?.to] : [];
			} catch (e) {
				this.client.logger.warn("Error getting TVF params", e);
			}
			return i;
		}), Q(this, "isValidContractData", (e) => {
			if (!e) return !1;
			try {
				let t = e?.data || e?.[0]?.data;
				if (!t.startsWith("0x")) return !1;
				let n = t.slice(2);
				return /^[0-9a-fA-F]*$/.test(n) ? n.length % 2 == 0 : !1;
			} catch {}
			return !1;
		}), Q(this, "extractTxHashesFromResult", (e, t) => {
			try {
				if (!t) return [];
				let n = e.method, r = rA[n];
				if (n === "sui_signTransaction") return [V_(t.transactionBytes)];
				if (n === "near_signTransaction") return [H_(t)];
				if (n === "near_signTransactions") return t.map((e) => H_(e));
				if (n === "xrpl_signTransactionFor" || n === "xrpl_signTransaction") return [t.tx_json?.hash];
				if (n === "polkadot_signTransaction") return [_C({
					transaction: e.params.transactionPayload,
					signature: t.signature
				})];
				if (n === "algo_signTxn") return gS(t) ? t.map((e) => W_(e)) : [W_(t)];
				if (n === "cosmos_signDirect") return [K_(t)];
				if (typeof t == "string") return [t];
				let i = t[r.key];
				if (gS(i)) return n === "solana_signAllTransactions" ? i.map((e) => B_(e)) : i;
				if (typeof i == "string") return [i];
			} catch (e) {
				this.client.logger.warn("Error extracting tx hashes from result", e);
			}
			return [];
		});
	}
	async processPendingMessageEvents() {
		try {
			let e = this.client.session.keys, t = this.client.core.relayer.messages.getWithoutAck(e);
			for (let [e, n] of Object.entries(t)) for (let t of n) try {
				await this.onProviderMessageEvent({
					topic: e,
					message: t,
					publishedAt: Date.now()
				});
			} catch {
				this.client.logger.warn(`Error processing pending message event for topic: ${e}, message: ${t}`);
			}
		} catch (e) {
			this.client.logger.warn("processPendingMessageEvents failed", e);
		}
	}
	isInitialized() {
		if (!this.initialized) {
			let { message: e } = W("NOT_INITIALIZED", this.name);
			throw Error(e);
		}
	}
	async confirmOnlineStateOrThrow() {
		await this.client.core.relayer.confirmOnlineStateOrThrow();
	}
	registerRelayerEvents() {
		this.client.core.relayer.on(cT.message, (e) => {
			this.onProviderMessageEvent(e);
		});
	}
	async onRelayMessage(e) {
		let { topic: t, message: n, attestation: r, transportType: i } = e, { publicKey: a } = this.client.auth.authKeys.keys.includes("wc@1.5:auth::PUB_KEY") ? this.client.auth.authKeys.get(dA) : {
			responseTopic: void 0,
			publicKey: void 0
		};
		try {
			let e = await this.client.core.crypto.decode(t, n, {
				receiverPublicKey: a,
				encoding: i === K.link_mode ? mx : px
			});
			Iw(e) ? (this.client.core.history.set(t, e), await this.onRelayEventRequest({
				topic: t,
				payload: e,
				attestation: r,
				transportType: i,
				encryptedId: wx(n)
			})) : Lw(e) ? (await this.client.core.history.resolve(e), await this.onRelayEventResponse({
				topic: t,
				payload: e,
				transportType: i
			}), this.client.core.history.delete(t, e.id)) : await this.onRelayEventUnknownPayload({
				topic: t,
				payload: e,
				transportType: i
			}), await this.client.core.relayer.messages.ack(t, n);
		} catch (e) {
			this.client.logger.error(e);
		}
	}
	registerExpirerEvents() {
		this.client.core.expirer.on(xT.expired, async (e) => {
			let { topic: t, id: n } = Th(e.target);
			if (n && this.client.pendingRequest.keys.includes(n)) return await this.deletePendingSessionRequest(n, W("EXPIRED"), !0);
			if (n && this.client.auth.requests.keys.includes(n)) return await this.deletePendingAuthRequest(n, W("EXPIRED"), !0);
			t ? this.client.session.keys.includes(t) && (await this.deleteSession({
				topic: t,
				expirerHasDeleted: !0
			}), this.client.events.emit("session_expire", { topic: t })) : n && (await this.deleteProposal(n, !0), this.client.events.emit("proposal_expire", { id: n }));
		});
	}
	registerPairingEvents() {
		this.client.core.pairing.events.on(_T.create, (e) => this.onPairingCreated(e)), this.client.core.pairing.events.on(_T.delete, (e) => {
			this.addToRecentlyDeleted(e.topic, "pairing");
		});
	}
	isValidPairingTopic(e) {
		if (!yS(e, !1)) {
			let { message: t } = W("MISSING_OR_INVALID", `pairing topic should be a string: ${e}`);
			throw Error(t);
		}
		if (!this.client.core.pairing.pairings.keys.includes(e)) {
			let { message: t } = W("NO_MATCHING_KEY", `pairing topic doesn't exist: ${e}`);
			throw Error(t);
		}
		if (Dh(this.client.core.pairing.pairings.get(e).expiry)) {
			let { message: t } = W("EXPIRED", `pairing topic: ${e}`);
			throw Error(t);
		}
	}
	async isValidSessionTopic(e) {
		if (!yS(e, !1)) {
			let { message: t } = W("MISSING_OR_INVALID", `session topic should be a string: ${e}`);
			throw Error(t);
		}
		if (this.checkRecentlyDeleted(e), !this.client.session.keys.includes(e)) {
			let { message: t } = W("NO_MATCHING_KEY", `session topic doesn't exist: ${e}`);
			throw Error(t);
		}
		if (Dh(this.client.session.get(e).expiry)) {
			await this.deleteSession({ topic: e });
			let { message: t } = W("EXPIRED", `session topic: ${e}`);
			throw Error(t);
		}
		if (!this.client.core.crypto.keychain.has(e)) {
			let { message: t } = W("MISSING_OR_INVALID", `session topic does not exist in keychain: ${e}`);
			throw await this.deleteSession({ topic: e }), Error(t);
		}
	}
	async isValidSessionOrPairingTopic(e) {
		if (this.checkRecentlyDeleted(e), this.client.session.keys.includes(e)) await this.isValidSessionTopic(e);
		else if (this.client.core.pairing.pairings.keys.includes(e)) this.isValidPairingTopic(e);
		else if (yS(e, !1)) {
			let { message: t } = W("NO_MATCHING_KEY", `session or pairing topic doesn't exist: ${e}`);
			throw Error(t);
		} else {
			let { message: t } = W("MISSING_OR_INVALID", `session or pairing topic should be a string: ${e}`);
			throw Error(t);
		}
	}
	async isValidProposalId(e) {
		if (!zS(e)) {
			let { message: t } = W("MISSING_OR_INVALID", `proposal id should be a number: ${e}`);
			throw Error(t);
		}
		if (!this.client.proposal.keys.includes(e)) {
			let { message: t } = W("NO_MATCHING_KEY", `proposal id doesn't exist: ${e}`);
			throw Error(t);
		}
		if (Dh(this.client.proposal.get(e).expiryTimestamp)) {
			await this.deleteProposal(e);
			let { message: t } = W("EXPIRED", `proposal id: ${e}`);
			throw Error(t);
		}
	}
}, xA = class extends uk {
	constructor(e, t) {
		super(e, t, Yk, Kk), this.core = e, this.logger = t;
	}
}, SA = class extends uk {
	constructor(e, t) {
		super(e, t, Zk, Kk), this.core = e, this.logger = t;
	}
}, CA = class extends uk {
	constructor(e, t) {
		super(e, t, iA, Kk, (e) => e.id), this.core = e, this.logger = t;
	}
}, wA = class extends uk {
	constructor(e, t) {
		super(e, t, sA, uA, () => dA), this.core = e, this.logger = t;
	}
}, TA = class extends uk {
	constructor(e, t) {
		super(e, t, cA, uA), this.core = e, this.logger = t;
	}
}, EA = class extends uk {
	constructor(e, t) {
		super(e, t, lA, uA, (e) => e.id), this.core = e, this.logger = t;
	}
}, DA = Object.defineProperty, OA = (e, t, n) => t in e ? DA(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, kA = (e, t, n) => OA(e, typeof t == "symbol" ? t : t + "", n), AA = class {
	constructor(e, t) {
		this.core = e, this.logger = t, kA(this, "authKeys"), kA(this, "pairingTopics"), kA(this, "requests"), this.authKeys = new wA(this.core, this.logger), this.pairingTopics = new TA(this.core, this.logger), this.requests = new EA(this.core, this.logger);
	}
	async init() {
		await this.authKeys.init(), await this.pairingTopics.init(), await this.requests.init();
	}
}, jA = Object.defineProperty, MA = (e, t, n) => t in e ? jA(e, t, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: n
}) : e[t] = n, $ = (e, t, n) => MA(e, typeof t == "symbol" ? t : t + "", n), NA = class e extends hn {
	constructor(e) {
		super(e), $(this, "protocol", "wc"), $(this, "version", 2), $(this, "name", qk.name), $(this, "metadata"), $(this, "core"), $(this, "logger"), $(this, "events", new pe.EventEmitter()), $(this, "engine"), $(this, "session"), $(this, "proposal"), $(this, "pendingRequest"), $(this, "auth"), $(this, "signConfig"), $(this, "on", (e, t) => this.events.on(e, t)), $(this, "once", (e, t) => this.events.once(e, t)), $(this, "off", (e, t) => this.events.off(e, t)), $(this, "removeListener", (e, t) => this.events.removeListener(e, t)), $(this, "removeAllListeners", (e) => this.events.removeAllListeners(e)), $(this, "connect", async (e) => {
			try {
				return await this.engine.connect(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "pair", async (e) => {
			try {
				return await this.engine.pair(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "approve", async (e) => {
			try {
				return await this.engine.approve(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "reject", async (e) => {
			try {
				return await this.engine.reject(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "update", async (e) => {
			try {
				return await this.engine.update(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "extend", async (e) => {
			try {
				return await this.engine.extend(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "request", async (e) => {
			try {
				return await this.engine.request(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "respond", async (e) => {
			try {
				return await this.engine.respond(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "ping", async (e) => {
			try {
				return await this.engine.ping(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "emit", async (e) => {
			try {
				return await this.engine.emit(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "disconnect", async (e) => {
			try {
				return await this.engine.disconnect(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "find", (e) => {
			try {
				return this.engine.find(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "getPendingSessionRequests", () => {
			try {
				return this.engine.getPendingSessionRequests();
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "authenticate", async (e, t) => {
			try {
				return await this.engine.authenticate(e, t);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "formatAuthMessage", (e) => {
			try {
				return this.engine.formatAuthMessage(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "approveSessionAuthenticate", async (e) => {
			try {
				return await this.engine.approveSessionAuthenticate(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), $(this, "rejectSessionAuthenticate", async (e) => {
			try {
				return await this.engine.rejectSessionAuthenticate(e);
			} catch (e) {
				throw this.logger.error(e.message), e;
			}
		}), this.name = e?.name || qk.name, this.metadata = dh(e?.metadata), this.signConfig = e?.signConfig;
		let t = typeof e?.logger < "u" && typeof e?.logger != "string" ? e.logger : (0, xt.default)(zt({ level: e?.logger || qk.logger }));
		this.core = e?.core || new Wk(e), this.logger = Wt(t, this.name), this.session = new SA(this.core, this.logger), this.proposal = new xA(this.core, this.logger), this.pendingRequest = new CA(this.core, this.logger), this.engine = new bA(this), this.auth = new AA(this.core, this.logger);
	}
	static async init(t) {
		let n = new e(t);
		return await n.initialize(), n;
	}
	get context() {
		return Ht(this.logger);
	}
	get pairing() {
		return this.core.pairing.pairings;
	}
	async initialize() {
		this.logger.trace("Initialized");
		try {
			await this.core.start(), await this.session.init(), await this.proposal.init(), await this.pendingRequest.init(), await this.auth.init(), await this.engine.init(), this.logger.info("SignClient Initialization Success");
		} catch (e) {
			throw this.logger.info("SignClient Initialization Failure"), this.logger.error(e.message), e;
		}
	}
}, PA = /* @__PURE__ */ ((e) => (e[e.Border = -1] = "Border", e[e.Data = 0] = "Data", e[e.Function = 1] = "Function", e[e.Position = 2] = "Position", e[e.Timing = 3] = "Timing", e[e.Alignment = 4] = "Alignment", e))(PA || {}), FA = [0, 1], IA = [1, 0], LA = [2, 3], RA = [3, 2], zA = {
	L: FA,
	M: IA,
	Q: LA,
	H: RA
}, BA = /^\d*$/, VA = /^[A-Z0-9 $%*+./:-]*$/, HA = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", UA = 1, WA = 40, GA = 3, KA = 3, qA = 40, JA = 10, YA = [
	[
		-1,
		7,
		10,
		15,
		20,
		26,
		18,
		20,
		24,
		30,
		18,
		20,
		24,
		26,
		30,
		22,
		24,
		28,
		30,
		28,
		28,
		28,
		28,
		30,
		30,
		26,
		28,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30
	],
	[
		-1,
		10,
		16,
		26,
		18,
		24,
		16,
		18,
		22,
		22,
		26,
		30,
		22,
		22,
		24,
		24,
		28,
		28,
		26,
		26,
		26,
		26,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28
	],
	[
		-1,
		13,
		22,
		18,
		26,
		18,
		24,
		18,
		22,
		20,
		24,
		28,
		26,
		24,
		20,
		30,
		24,
		28,
		28,
		26,
		30,
		28,
		30,
		30,
		30,
		30,
		28,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30
	],
	[
		-1,
		17,
		28,
		22,
		16,
		22,
		28,
		26,
		26,
		24,
		28,
		24,
		28,
		22,
		24,
		24,
		30,
		28,
		28,
		26,
		28,
		30,
		24,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30
	]
], XA = [
	[
		-1,
		1,
		1,
		1,
		1,
		1,
		2,
		2,
		2,
		2,
		4,
		4,
		4,
		4,
		4,
		6,
		6,
		6,
		6,
		7,
		8,
		8,
		9,
		9,
		10,
		12,
		12,
		12,
		13,
		14,
		15,
		16,
		17,
		18,
		19,
		19,
		20,
		21,
		22,
		24,
		25
	],
	[
		-1,
		1,
		1,
		1,
		2,
		2,
		4,
		4,
		4,
		5,
		5,
		5,
		8,
		9,
		9,
		10,
		10,
		11,
		13,
		14,
		16,
		17,
		17,
		18,
		20,
		21,
		23,
		25,
		26,
		28,
		29,
		31,
		33,
		35,
		37,
		38,
		40,
		43,
		45,
		47,
		49
	],
	[
		-1,
		1,
		1,
		2,
		2,
		4,
		4,
		6,
		6,
		8,
		8,
		8,
		10,
		12,
		16,
		12,
		17,
		16,
		18,
		21,
		20,
		23,
		23,
		25,
		27,
		29,
		34,
		34,
		35,
		38,
		40,
		43,
		45,
		48,
		51,
		53,
		56,
		59,
		62,
		65,
		68
	],
	[
		-1,
		1,
		1,
		2,
		4,
		4,
		4,
		5,
		6,
		8,
		8,
		11,
		11,
		16,
		16,
		18,
		16,
		19,
		21,
		25,
		25,
		25,
		34,
		30,
		32,
		35,
		37,
		40,
		42,
		45,
		48,
		51,
		54,
		57,
		60,
		63,
		66,
		70,
		74,
		77,
		81
	]
], ZA = class {
	constructor(e, t, n, r) {
		if (this.version = e, this.ecc = t, e < UA || e > WA) throw RangeError("Version value out of range");
		if (r < -1 || r > 7) throw RangeError("Mask value out of range");
		this.size = e * 4 + 17;
		let i = Array.from({ length: this.size }).fill(!1);
		for (let e = 0; e < this.size; e++) this.modules.push(i.slice()), this.types.push(i.map(() => 0));
		this.drawFunctionPatterns();
		let a = this.addEccAndInterleave(n);
		if (this.drawCodewords(a), r === -1) {
			let e = 1e9;
			for (let t = 0; t < 8; t++) {
				this.applyMask(t), this.drawFormatBits(t);
				let n = this.getPenaltyScore();
				n < e && (r = t, e = n), this.applyMask(t);
			}
		}
		this.mask = r, this.applyMask(r), this.drawFormatBits(r);
	}
	size;
	mask;
	modules = [];
	types = [];
	getModule(e, t) {
		return e >= 0 && e < this.size && t >= 0 && t < this.size && this.modules[t][e];
	}
	drawFunctionPatterns() {
		for (let e = 0; e < this.size; e++) this.setFunctionModule(6, e, e % 2 == 0, PA.Timing), this.setFunctionModule(e, 6, e % 2 == 0, PA.Timing);
		this.drawFinderPattern(3, 3), this.drawFinderPattern(this.size - 4, 3), this.drawFinderPattern(3, this.size - 4);
		let e = this.getAlignmentPatternPositions(), t = e.length;
		for (let n = 0; n < t; n++) for (let r = 0; r < t; r++) n === 0 && r === 0 || n === 0 && r === t - 1 || n === t - 1 && r === 0 || this.drawAlignmentPattern(e[n], e[r]);
		this.drawFormatBits(0), this.drawVersion();
	}
	drawFormatBits(e) {
		let t = this.ecc[1] << 3 | e, n = t;
		for (let e = 0; e < 10; e++) n = n << 1 ^ (n >>> 9) * 1335;
		let r = (t << 10 | n) ^ 21522;
		for (let e = 0; e <= 5; e++) this.setFunctionModule(8, e, $A(r, e));
		this.setFunctionModule(8, 7, $A(r, 6)), this.setFunctionModule(8, 8, $A(r, 7)), this.setFunctionModule(7, 8, $A(r, 8));
		for (let e = 9; e < 15; e++) this.setFunctionModule(14 - e, 8, $A(r, e));
		for (let e = 0; e < 8; e++) this.setFunctionModule(this.size - 1 - e, 8, $A(r, e));
		for (let e = 8; e < 15; e++) this.setFunctionModule(8, this.size - 15 + e, $A(r, e));
		this.setFunctionModule(8, this.size - 8, !0);
	}
	drawVersion() {
		if (this.version < 7) return;
		let e = this.version;
		for (let t = 0; t < 12; t++) e = e << 1 ^ (e >>> 11) * 7973;
		let t = this.version << 12 | e;
		for (let e = 0; e < 18; e++) {
			let n = $A(t, e), r = this.size - 11 + e % 3, i = Math.floor(e / 3);
			this.setFunctionModule(r, i, n), this.setFunctionModule(i, r, n);
		}
	}
	drawFinderPattern(e, t) {
		for (let n = -4; n <= 4; n++) for (let r = -4; r <= 4; r++) {
			let i = Math.max(Math.abs(r), Math.abs(n)), a = e + r, o = t + n;
			a >= 0 && a < this.size && o >= 0 && o < this.size && this.setFunctionModule(a, o, i !== 2 && i !== 4, PA.Position);
		}
	}
	drawAlignmentPattern(e, t) {
		for (let n = -2; n <= 2; n++) for (let r = -2; r <= 2; r++) this.setFunctionModule(e + r, t + n, Math.max(Math.abs(r), Math.abs(n)) !== 1, PA.Alignment);
	}
	setFunctionModule(e, t, n, r = PA.Function) {
		this.modules[t][e] = n, this.types[t][e] = r;
	}
	addEccAndInterleave(e) {
		let t = this.version, n = this.ecc;
		if (e.length !== mj(t, n)) throw RangeError("Invalid argument");
		let r = XA[n[0]][t], i = YA[n[0]][t], a = Math.floor(pj(t) / 8), o = r - a % r, s = Math.floor(a / r), c = [], l = hj(i);
		for (let t = 0, n = 0; t < r; t++) {
			let r = e.slice(n, n + s - i + (t < o ? 0 : 1));
			n += r.length;
			let a = gj(r, l);
			t < o && r.push(0), c.push(r.concat(a));
		}
		let u = [];
		for (let e = 0; e < c[0].length; e++) c.forEach((t, n) => {
			(e !== s - i || n >= o) && u.push(t[e]);
		});
		return u;
	}
	drawCodewords(e) {
		if (e.length !== Math.floor(pj(this.version) / 8)) throw RangeError("Invalid argument");
		let t = 0;
		for (let n = this.size - 1; n >= 1; n -= 2) {
			n === 6 && (n = 5);
			for (let r = 0; r < this.size; r++) for (let i = 0; i < 2; i++) {
				let a = n - i, o = n + 1 & 2 ? r : this.size - 1 - r;
				!this.types[o][a] && t < e.length * 8 && (this.modules[o][a] = $A(e[t >>> 3], 7 - (t & 7)), t++);
			}
		}
	}
	applyMask(e) {
		if (e < 0 || e > 7) throw RangeError("Mask value out of range");
		for (let t = 0; t < this.size; t++) for (let n = 0; n < this.size; n++) {
			let r;
			switch (e) {
				case 0:
					r = (n + t) % 2 == 0;
					break;
				case 1:
					r = t % 2 == 0;
					break;
				case 2:
					r = n % 3 == 0;
					break;
				case 3:
					r = (n + t) % 3 == 0;
					break;
				case 4:
					r = (Math.floor(n / 3) + Math.floor(t / 2)) % 2 == 0;
					break;
				case 5:
					r = n * t % 2 + n * t % 3 == 0;
					break;
				case 6:
					r = (n * t % 2 + n * t % 3) % 2 == 0;
					break;
				case 7:
					r = ((n + t) % 2 + n * t % 3) % 2 == 0;
					break;
				default: throw Error("Unreachable");
			}
			!this.types[t][n] && r && (this.modules[t][n] = !this.modules[t][n]);
		}
	}
	getPenaltyScore() {
		let e = 0;
		for (let t = 0; t < this.size; t++) {
			let n = !1, r = 0, i = [
				0,
				0,
				0,
				0,
				0,
				0,
				0
			];
			for (let a = 0; a < this.size; a++) this.modules[t][a] === n ? (r++, r === 5 ? e += GA : r > 5 && e++) : (this.finderPenaltyAddHistory(r, i), n || (e += this.finderPenaltyCountPatterns(i) * qA), n = this.modules[t][a], r = 1);
			e += this.finderPenaltyTerminateAndCount(n, r, i) * qA;
		}
		for (let t = 0; t < this.size; t++) {
			let n = !1, r = 0, i = [
				0,
				0,
				0,
				0,
				0,
				0,
				0
			];
			for (let a = 0; a < this.size; a++) this.modules[a][t] === n ? (r++, r === 5 ? e += GA : r > 5 && e++) : (this.finderPenaltyAddHistory(r, i), n || (e += this.finderPenaltyCountPatterns(i) * qA), n = this.modules[a][t], r = 1);
			e += this.finderPenaltyTerminateAndCount(n, r, i) * qA;
		}
		for (let t = 0; t < this.size - 1; t++) for (let n = 0; n < this.size - 1; n++) {
			let r = this.modules[t][n];
			r === this.modules[t][n + 1] && r === this.modules[t + 1][n] && r === this.modules[t + 1][n + 1] && (e += KA);
		}
		let t = 0;
		for (let e of this.modules) t = e.reduce((e, t) => e + +!!t, t);
		let n = this.size * this.size, r = Math.ceil(Math.abs(t * 20 - n * 10) / n) - 1;
		return e += r * JA, e;
	}
	getAlignmentPatternPositions() {
		if (this.version === 1) return [];
		{
			let e = Math.floor(this.version / 7) + 2, t = this.version === 32 ? 26 : Math.ceil((this.version * 4 + 4) / (e * 2 - 2)) * 2, n = [6];
			for (let r = this.size - 7; n.length < e; r -= t) n.splice(1, 0, r);
			return n;
		}
	}
	finderPenaltyCountPatterns(e) {
		let t = e[1], n = t > 0 && e[2] === t && e[3] === t * 3 && e[4] === t && e[5] === t;
		return (n && e[0] >= t * 4 && e[6] >= t ? 1 : 0) + (n && e[6] >= t * 4 && e[0] >= t ? 1 : 0);
	}
	finderPenaltyTerminateAndCount(e, t, n) {
		return e && (this.finderPenaltyAddHistory(t, n), t = 0), t += this.size, this.finderPenaltyAddHistory(t, n), this.finderPenaltyCountPatterns(n);
	}
	finderPenaltyAddHistory(e, t) {
		t[0] === 0 && (e += this.size), t.pop(), t.unshift(e);
	}
};
function QA(e, t, n) {
	if (t < 0 || t > 31 || e >>> t) throw RangeError("Value out of range");
	for (let r = t - 1; r >= 0; r--) n.push(e >>> r & 1);
}
function $A(e, t) {
	return !!(e >>> t & 1);
}
var ej = class {
	constructor(e, t, n) {
		if (this.mode = e, this.numChars = t, this.bitData = n, t < 0) throw RangeError("Invalid argument");
		this.bitData = n.slice();
	}
	getData() {
		return this.bitData.slice();
	}
}, tj = [
	1,
	10,
	12,
	14
], nj = [
	2,
	9,
	11,
	13
], rj = [
	4,
	8,
	16,
	16
];
function ij(e, t) {
	return e[Math.floor((t + 7) / 17) + 1];
}
function aj(e) {
	let t = [];
	for (let n of e) QA(n, 8, t);
	return new ej(rj, e.length, t);
}
function oj(e) {
	if (!lj(e)) throw RangeError("String contains non-numeric characters");
	let t = [];
	for (let n = 0; n < e.length;) {
		let r = Math.min(e.length - n, 3);
		QA(Number.parseInt(e.substring(n, n + r), 10), r * 3 + 1, t), n += r;
	}
	return new ej(tj, e.length, t);
}
function sj(e) {
	if (!uj(e)) throw RangeError("String contains unencodable characters in alphanumeric mode");
	let t = [], n = 0;
	for (; n + 2 <= e.length; n += 2) {
		let r = HA.indexOf(e.charAt(n)) * 45;
		r += HA.indexOf(e.charAt(n + 1)), QA(r, 11, t);
	}
	return n < e.length && QA(HA.indexOf(e.charAt(n)), 6, t), new ej(nj, e.length, t);
}
function cj(e) {
	return e === "" ? [] : lj(e) ? [oj(e)] : uj(e) ? [sj(e)] : [aj(fj(e))];
}
function lj(e) {
	return BA.test(e);
}
function uj(e) {
	return VA.test(e);
}
function dj(e, t) {
	let n = 0;
	for (let r of e) {
		let e = ij(r.mode, t);
		if (r.numChars >= 1 << e) return Infinity;
		n += 4 + e + r.bitData.length;
	}
	return n;
}
function fj(e) {
	e = encodeURI(e);
	let t = [];
	for (let n = 0; n < e.length; n++) e.charAt(n) === "%" ? (t.push(Number.parseInt(e.substring(n + 1, n + 3), 16)), n += 2) : t.push(e.charCodeAt(n));
	return t;
}
function pj(e) {
	if (e < UA || e > WA) throw RangeError("Version number out of range");
	let t = (16 * e + 128) * e + 64;
	if (e >= 2) {
		let n = Math.floor(e / 7) + 2;
		t -= (25 * n - 10) * n - 55, e >= 7 && (t -= 36);
	}
	return t;
}
function mj(e, t) {
	return Math.floor(pj(e) / 8) - YA[t[0]][e] * XA[t[0]][e];
}
function hj(e) {
	if (e < 1 || e > 255) throw RangeError("Degree out of range");
	let t = [];
	for (let n = 0; n < e - 1; n++) t.push(0);
	t.push(1);
	let n = 1;
	for (let r = 0; r < e; r++) {
		for (let e = 0; e < t.length; e++) t[e] = _j(t[e], n), e + 1 < t.length && (t[e] ^= t[e + 1]);
		n = _j(n, 2);
	}
	return t;
}
function gj(e, t) {
	let n = t.map((e) => 0);
	for (let r of e) {
		let e = r ^ n.shift();
		n.push(0), t.forEach((t, r) => n[r] ^= _j(t, e));
	}
	return n;
}
function _j(e, t) {
	if (e >>> 8 || t >>> 8) throw RangeError("Byte out of range");
	let n = 0;
	for (let r = 7; r >= 0; r--) n = n << 1 ^ (n >>> 7) * 285, n ^= (t >>> r & 1) * e;
	return n;
}
function vj(e, t, n = 1, r = 40, i = -1, a = !0) {
	if (!(UA <= n && n <= r && r <= WA) || i < -1 || i > 7) throw RangeError("Invalid value");
	let o, s;
	for (o = n;; o++) {
		let n = mj(o, t) * 8, i = dj(e, o);
		if (i <= n) {
			s = i;
			break;
		}
		if (o >= r) throw RangeError("Data too long");
	}
	for (let e of [
		IA,
		LA,
		RA
	]) a && s <= mj(o, e) * 8 && (t = e);
	let c = [];
	for (let t of e) {
		QA(t.mode[0], 4, c), QA(t.numChars, ij(t.mode, o), c);
		for (let e of t.getData()) c.push(e);
	}
	let l = mj(o, t) * 8;
	QA(0, Math.min(4, l - c.length), c), QA(0, (8 - c.length % 8) % 8, c);
	for (let e = 236; c.length < l; e ^= 253) QA(e, 8, c);
	let u = Array.from({ length: Math.ceil(c.length / 8) }, () => 0);
	return c.forEach((e, t) => u[t >>> 3] |= e << 7 - (t & 7)), new ZA(o, t, u, i);
}
function yj(e, t) {
	let { ecc: n = "L", boostEcc: r = !1, minVersion: i = 1, maxVersion: a = 40, maskPattern: o = -1, border: s = 1 } = t || {}, c = typeof e == "string" ? cj(e) : Array.isArray(e) ? [aj(e)] : void 0;
	if (!c) throw Error(`uqr only supports encoding string and binary data, but got: ${typeof e}`);
	let l = vj(c, zA[n], i, a, o, r), u = bj({
		version: l.version,
		maskPattern: l.mask,
		size: l.size,
		data: l.modules,
		types: l.types
	}, s);
	return t?.invert && (u.data = u.data.map((e) => e.map((e) => !e))), t?.onEncoded?.(u), u;
}
function bj(e, t = 1) {
	if (!t) return e;
	let { size: n } = e, r = n + t * 2;
	e.size = r, e.data.forEach((e) => {
		for (let n = 0; n < t; n++) e.unshift(!1), e.push(!1);
	});
	for (let n = 0; n < t; n++) e.data.unshift(Array.from({ length: r }, (e) => !1)), e.data.push(Array.from({ length: r }, (e) => !1));
	let i = PA.Border;
	e.types.forEach((e) => {
		for (let n = 0; n < t; n++) e.unshift(i), e.push(i);
	});
	for (let n = 0; n < t; n++) e.types.unshift(Array.from({ length: r }, (e) => i)), e.types.push(Array.from({ length: r }, (e) => i));
	return e;
}
// src/shared/format.ts
var xj = (e, t = 80) => e.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim().slice(0, t);
// walletconnect/main.ts
function Sj() {
	let e = /* @__PURE__ */ new Map();
	return {
		getKeys: async () => [...e.keys()],
		getEntries: async () => [...e.entries()],
		getItem: async (t) => structuredClone(e.get(t)),
		setItem: async (t, n) => void e.set(t, structuredClone(n)),
		removeItem: async (t) => void e.delete(t)
	};
}
function Cj(e) {
	let { data: t, size: n } = yj(e, {
		ecc: "L",
		border: 3
	});
	return `<svg viewBox="0 0 ${n} ${n}" shape-rendering="crispEdges" aria-hidden="true" focusable="false"><path fill="#fff" d="M0 0h${n}v${n}H0z"/><path fill="#1b2433" d="${t.flatMap((e, t) => e.map((e, n) => e ? `M${n} ${t}h1v1h-1z` : "")).join("")}"/></svg>`;
}
var wj;
async function Tj(e) {
	wj ??= NA.init({
		projectId: e.project,
		metadata: {
			name: e.name,
			description: e.name,
			url: e.url,
			icons: []
		},
		storage: Sj(),
		telemetryEnabled: !1,
		logger: "silent"
	});
	try {
		let e = await wj;
		return e.core.verify.register = async () => "", e;
	} catch (e) {
		throw wj = void 0, e;
	}
}
var Ej = async (e) => {
	let t = await Tj(e), { uri: n, approval: r } = await t.connect({ optionalNamespaces: { eip155: {
		chains: e.chains.map((e) => `eip155:${e}`),
		methods: ["personal_sign"],
		events: ["accountsChanged", "chainChanged"]
	} } });
	if (!n) throw Error("no link to connect with");
	e.offer(n, Cj(n));
	let i = await r(), a = () => void t.disconnect({
		topic: i.topic,
		reason: {
			code: 6e3,
			message: "User disconnected."
		}
	}).catch(() => void 0);
	e.wanted() || a(), window.addEventListener("pagehide", a);
	let o = (i.namespaces.eip155?.accounts ?? []).map((e) => e.split(":")), s = Number(o[0]?.[1] ?? e.chains[0]), c = (e) => o.filter((t) => Number(t[1]) === e).map((e) => e[2]), l = {}, u = (e, t) => l[e]?.forEach((e) => e(t));
	t.on("session_event", ({ topic: e, params: t }) => {
		if (e !== i.topic) return;
		let { name: n, data: r } = t.event;
		n === "chainChanged" ? u(n, s = Number(r)) : n === "accountsChanged" && Array.isArray(r) && u(n, r.map((e) => String(e).split(":").at(-1)));
	}), t.on("session_update", ({ topic: e, params: t }) => {
		e === i.topic && (o = (t.namespaces.eip155?.accounts ?? []).map((e) => e.split(":")), u("accountsChanged", c(s)));
	});
	for (let e of ["session_delete", "session_expire"]) t.on(e, ({ topic: e }) => void (e === i.topic && u("disconnect", null)));
	return {
		name: xj(i.peer.metadata.name, 60) || "WalletConnect",
		provider: {
			async request({ method: e, params: n }) {
				if (e === "eth_requestAccounts" || e === "eth_accounts") return c(s);
				if (e === "eth_chainId") return s;
				if (e === "personal_sign") return t.request({
					topic: i.topic,
					chainId: `eip155:${s}`,
					request: {
						method: e,
						params: n
					}
				});
				if (e === "wallet_switchEthereumChain") {
					let e = Number(n[0].chainId);
					if (c(e).length === 0) throw Object.assign(/* @__PURE__ */ Error("the wallet did not offer this network"), { code: 4902 });
					s = e;
				} else throw Object.assign(/* @__PURE__ */ Error("not offered"), { code: 4200 });
			},
			on: (e, t) => (l[e] ??= []).push(t)
		}
	};
};
export { Ej as pair };
