-- What a person does in Neovim with a broken model: look at what is wrong, hover, fix it, save.
-- Works in Neovim 0.7 and newer. What was seen goes to the file $SEEN.

local patience = 60000
local seen = {}

local function starts()
  local command = vim.split(vim.env.SERVER, "\n")
  local options = { name = "cnnlint", cmd = command, root_dir = vim.fn.getcwd() }
  if vim.lsp.start then
    return vim.lsp.start(options)
  end
  local client = vim.lsp.start_client(options)
  vim.lsp.buf_attach_client(0, client)
  return client
end

local function wait(what, ready)
  if not vim.wait(patience, ready, 20) then
    error("waited in vain for " .. what)
  end
end

local function diagnostics()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, {
      code = each.code or vim.tbl_get(each, "user_data", "lsp", "code"),
      line = each.lnum,
      column = each.col,
      end_line = each.end_lnum,
      end_column = each.end_col,
      message = each.message,
      severity = each.severity,
    })
  end
  return found
end

-- What only Neovim 0.10 and newer have: hints, lenses, and diagnostics that the editor asks for.
local function newer(client)
  vim.lsp.inlay_hint.enable(true)
  wait("hints", function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0 end)
  seen.hints = vim.tbl_map(function(each)
    local at = each.inlay_hint.position
    return { at.line, at.character, each.inlay_hint.label }
  end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
  vim.lsp.codelens.refresh({ bufnr = 0 })
  wait("lenses", function() return #vim.lsp.codelens.get(0) > 0 end)
  seen.lenses = vim.tbl_map(function(each) return each.command.title end, vim.lsp.codelens.get(0))
  vim.api.nvim_win_set_cursor(0, { vim.lsp.codelens.get(0)[1].range.start.line + 1, 0 })
  vim.lsp.codelens.run()
  local function shown()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      local buffer = vim.api.nvim_win_get_buf(window)
      if vim.endswith(vim.api.nvim_buf_get_name(buffer), ".summary") then
        return window, vim.api.nvim_buf_get_lines(buffer, 0, 1, false)[1]
      end
    end
  end
  wait("the table", shown)
  local table_window, title = shown()
  seen.table = title
  vim.api.nvim_win_close(table_window, true)
  local pulled = vim.lsp.diagnostic.get_namespace(client, true)
  seen.pulled = #vim.diagnostic.get(0, { namespace = pulled })
end

local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      return window
    end
  end
end

local function main()
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.MODEL))
  local client = starts()
  wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
  seen.diagnostics = diagnostics()
  if vim.lsp.inlay_hint then
    newer(client)
  end

  local first = vim.diagnostic.get(0)[1]
  vim.api.nvim_win_set_cursor(0, { tonumber(vim.env.HOVER_LINE), tonumber(vim.env.HOVER_COLUMN) })
  vim.lsp.buf.hover()
  wait("hover", floating)
  local window = floating()
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
  seen.hover = table.concat(lines, "\n")
  vim.api.nvim_win_close(window, true)

  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  vim.ui.select = function(items, options, choose)
    seen.actions = vim.tbl_map(options.format_item or tostring, items)
    choose(items[1], 1)
  end
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.lsp.buf.code_action()
  wait("the fix", function() return vim.api.nvim_buf_get_changedtick(0) > before end)
  wait("no diagnostics", function() return #vim.diagnostic.get(0) == 0 end)
  vim.cmd("write")
end

local fine, problem = pcall(main)
seen.problem = not fine and tostring(problem) or nil
vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.SEEN)
vim.cmd("qall!")
