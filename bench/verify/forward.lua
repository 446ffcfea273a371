-- wrk -s forward.lua URL -- GATEWAY FILE: GET /v1/forward-auth with the lines of FILE, all of one length, in an order of chance.
local tokens, width, count, gateway
function init(args)
  local file = assert(io.open(args[2], "rb"))
  tokens = file:read("*a")
  file:close()
  width = assert(tokens:find("\n", 1, true))
  count = math.floor(#tokens / width)
  gateway = args[1]
  math.randomseed(os.time())
  -- No part of what a request costs.
  print(string.format("CPU before the first request: %.3f", os.clock()))
end
function request()
  local at = math.random(0, count - 1) * width
  return wrk.format(nil, nil, { ["X-Keydesk-Gateway"] = gateway,
    ["Authorization"] = "Impersonation " .. tokens:sub(at + 1, at + width - 1), ["X-Forwarded-For"] = "192.0.2.7" })
end
