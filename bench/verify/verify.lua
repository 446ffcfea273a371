-- wrk -s verify.lua URL -- GATEWAY FILE: POST /v1/tokens/verify with the lines of FILE in an order of chance.
local tokens, count = {}, 0
function init(args)
  local gateway = args[1]
  for line in io.lines(args[2]) do
    count = count + 1
    tokens[count] = line
  end
  math.randomseed(os.time())
  wrk.method = "POST"
  wrk.headers["Authorization"] = "Bearer " .. gateway
  wrk.headers["Content-Type"] = "application/json"
  -- No part of what a request costs.
  print(string.format("CPU before the first request: %.3f", os.clock()))
end
function request()
  local body = '{"token":"' .. tokens[math.random(count)] .. '","permission":"reports:read","ip":"192.0.2.7"}'
  return wrk.format(nil, nil, nil, body)
end
