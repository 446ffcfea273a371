-- wrk -s verify.lua URL -- GATEWAY FILE: POST /v1/tokens/verify with the lines of FILE, all of one length, in an order of chance.
local tokens, width, count
function init(args)
  local file = assert(io.open(args[2], "rb"))
  tokens = file:read("*a")
  file:close()
  width = assert(tokens:find("\n", 1, true))
  count = math.floor(#tokens / width)
  math.randomseed(os.time())
  wrk.method = "POST"
  wrk.headers["Authorization"] = "Bearer " .. args[1]
  wrk.headers["Content-Type"] = "application/json"
  -- No part of what a request costs.
  print(string.format("CPU before the first request: %.3f", os.clock()))
end
function request()
  local at = math.random(0, count - 1) * width
  local body = '{"token":"' .. tokens:sub(at + 1, at + width - 1) .. '","permission":"reports:read","ip":"192.0.2.7"}'
  return wrk.format(nil, nil, nil, body)
end
