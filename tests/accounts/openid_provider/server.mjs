// A real provider, twice: `plain`, as an organisation runs its own, and `proconnect`, with what ProConnect
// asks of a service. The addresses of both, and of the desk, are the first line that it writes.
//
// The desk takes JSON and merges it into what follows: who exists, where people may be sent back to, and
// what the providers lie about. A lie is signed by the provider's own key, unless `forged` says otherwise.
import { createServer } from "node:http";
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from "jose";
import { Provider } from "oidc-provider";

const BASIC = { callbacks: [], goodbyes: [], people: {}, lies: {}, forged: "", silent: false, renews: true, tokens: 0, seen: [] };
let desk = structuredClone(BASIC);

const SERVICE_PARAMETERS = new Set([
  "client_id", "acr_values", "claims", "response_type", "response_mode", "nonce", "login_hint", "siret_hint",
  "state", "redirect_uri", "scope", "prompt", "idp_hint", "code_challenge", "code_challenge_method",
]);

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function makeKey(alg, kid) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, kid, use: "sig" };
}
const jwks = { keys: [await makeKey("RS256", "rsa"), await makeKey("ES256", "ec")] };
const stranger = await makeKey("RS256", "rsa");

// Sign a token anew with what it lies about.
async function lie(token, lies) {
  const { alg, kid } = decodeProtectedHeader(token);
  const claims = { ...decodeJwt(token), ...lies };
  for (const name of Object.keys(lies)) if (lies[name] === null) delete claims[name];
  if (desk.forged === "none") {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    return `${part({ alg: "none", kid })}.${part(claims)}.`;
  }
  const key = desk.forged === "stranger" ? stranger : jwks.keys.find((each) => each.kid === kid);
  return new SignJWT(claims).setProtectedHeader({ alg: key.alg ?? alg, kid }).sign(key);
}

async function tellLies(ctx, next) {
  if (desk.silent) return ctx.req.socket.destroy();
  await next();
  const { id_token: idToken, userinfo } = desk.lies;
  if (ctx.path.endsWith("/token")) {
    desk.tokens += 1;
    if ((idToken || desk.forged) && ctx.body?.id_token) ctx.body.id_token = await lie(ctx.body.id_token, idToken ?? {});
  }
  if (userinfo && ctx.path.match(/\/(me|userinfo)$/) && ctx.status === 200)
    ctx.body = typeof ctx.body === "string" ? await lie(ctx.body, userinfo) : { ...ctx.body, ...userinfo };
}

const policy = {
  clientDefaults: { grant_types: ["authorization_code", "refresh_token"], response_types: ["code"] },
  jwks,
  acrValues: ["eidas1", "eidas1-mfa", "eidas2", "eidas3"],
  conformIdTokenClaims: true,
  cookies: { keys: ["a provider in a test"] },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, sub) => {
    const person = desk.people[sub];
    if (!person || person.disabled) return undefined;
    return { accountId: sub, claims: () => ({ ...person.claims, sub: person.sub ?? sub }) };
  },
  loadExistingGrant: async (ctx) => {
    const { client, provider, session, params } = ctx.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope(params.scope);
    grant.addOIDCClaims(["acr", "amr", "auth_time"]);
    await grant.save();
    return grant;
  },
};
const secret = "a client secret of thirty-two signs";

function makePlain(issuer) {
  return new Provider(issuer, {
    ...policy,
    clients: [{ client_id: "vecu", client_secret: secret, redirect_uris: ["http://localhost/never"] }],
    claims: {
      acr: null, amr: null, auth_time: null, openid: ["sub"], email: ["email", "email_verified"],
      groups: ["groups"], profile: ["name", "preferred_username"],
    },
    features: { claimsParameter: { enabled: true }, devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    scopes: ["openid", "offline_access"],
    issueRefreshToken: () => desk.renews,
  });
}

function makeProConnect(issuer) {
  const client = (alg) => ({
    client_id: `vecu-${alg}`, client_secret: secret, redirect_uris: ["http://localhost/never"],
    id_token_signed_response_alg: alg, userinfo_signed_response_alg: alg, token_endpoint_auth_method: "client_secret_post",
  });
  const fields = ["given_name", "usual_name", "email", "uid", "siret", "idp_id"];
  return new Provider(issuer, {
    ...policy,
    clients: [client("ES256"), client("RS256")],
    claims: { acr: null, amr: null, auth_time: null, sid: null, openid: ["sub"], ...Object.fromEntries(fields.map((name) => [name, [name]])) },
    clientAuthMethods: ["client_secret_post"],
    extraParams: ["idp_hint", "siret_hint"],
    features: {
      claimsParameter: { enabled: true }, devInteractions: { enabled: false }, jwtUserinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: askNothing },
    },
    issueRefreshToken: () => true,
    routes: { authorization: "/authorize", userinfo: "/userinfo", end_session: "/session/end" },
    scopes: ["openid"],
    ttl: { AuthorizationCode: 30, AccessToken: 60, Session: 12 * 3600, Grant: 12 * 3600 },
  });
}

// ProConnect ends the session without a question.
function askNothing(ctx, form) {
  ctx.body = `<!doctype html><title>Goodbye</title>${form.replace("</form>", '<button name="logout" value="yes">Leave</button></form>')}`;
}

async function askAsProConnectDoes(ctx, next) {
  if (ctx.path.endsWith("/authorize")) {
    const { nonce = "", state = "", ...rest } = ctx.query;
    const unknown = Object.keys(rest).filter((name) => !SERVICE_PARAMETERS.has(name));
    if (unknown.length || nonce.length < 32 || state.length < 32) {
      ctx.status = 400;
      ctx.body = `Y000400 ${unknown}`;
      return;
    }
  }
  if (ctx.path.endsWith("/session/end") && !(ctx.query.state?.length >= 32)) return ctx.throw(400);
  await next();
}

// Who somebody is, and how they showed it. Where a service insists on a level that they did not reach,
// they come back with an error and no code.
function interact(provider) {
  return async (ctx, next) => {
    const uid = ctx.path.match(/^\/interaction\/([\w-]+)$/)?.[1];
    if (!uid) return next();
    if (ctx.method === "GET") {
      ctx.body = '<!doctype html><html lang="en"><title>Provider</title><main><h1>Who are you?</h1>' +
        '<form method="post"><label>Person <input name="person"></label><button>Go on</button></form></main></html>';
      return;
    }
    const form = new URLSearchParams(await read(ctx.req));
    const person = desk.people[form.get("person")];
    const { params } = await provider.interactionDetails(ctx.req, ctx.res);
    const levels = JSON.parse(params.claims ?? "{}").id_token?.acr;
    const refusal = !person || person.disabled ? "no such person"
      : levels?.essential && !levels.values.includes(person.acr) ? "requested ACRs could not be satisfied" : "";
    const login = { accountId: form.get("person"), amr: person?.amr, acr: person?.acr };
    const result = refusal ? { error: "access_denied", error_description: refusal } : { login };
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
  };
}

async function listen(make, path, ...middleware) {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const issuer = `http://localhost:${server.address().port}${path}`;
  const provider = make(issuer);
  provider.Client.prototype.redirectUriAllowed = (uri) => desk.callbacks.includes(uri);
  provider.Client.prototype.postLogoutRedirectUriAllowed = (uri) => desk.goodbyes.includes(uri);
  provider.use(async (ctx, next) => { desk.seen.push(`${ctx.method} ${ctx.originalUrl}`); await next(); });
  for (const each of [...middleware, interact(provider), tellLies]) provider.use(each);
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (path && request.url.startsWith(path)) {
      request.originalUrl = request.url;
      request.url = request.url.slice(path.length);
    }
    answer(request, response);
  });
  return issuer;
}

const plain = await listen(makePlain, "");
const proconnect = await listen(makeProConnect, "/api/v2", askAsProConnectDoes);
const control = createServer(async (request, response) => {
  const body = await read(request);
  if (request.method === "DELETE") desk = structuredClone(BASIC);
  else if (body) Object.assign(desk, JSON.parse(body));
  response.end(JSON.stringify(desk));
});
await new Promise((ready) => control.listen(0, "127.0.0.1", ready));
console.log(JSON.stringify({ plain, proconnect, desk: `http://127.0.0.1:${control.address().port}` }));
process.stdin.resume().on("end", () => process.exit());
