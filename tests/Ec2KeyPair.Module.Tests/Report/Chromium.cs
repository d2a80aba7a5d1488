using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Ec2KeyPair.Module.Tests.Report;

/// <summary>A headless Chromium with one page, driven over its DevTools protocol. It resolves no names and calls nobody.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly TemporaryFolder _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _end = new();
    private TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;
    private string _session = "";
    private int _last;

    private Chromium(Process process, TemporaryFolder profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>The browser of this machine, or null.</summary>
    internal static string? Program { get; } = Tool.Find("chromium") ?? Tool.Find("chromium-browser") ?? Tool.Find("google-chrome");

    /// <summary>Every address that the page asked for.</summary>
    internal ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What went wrong in the page: exceptions, and what its Content-Security-Policy refused.</summary>
    internal ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Dialogs that the page opened.</summary>
    internal ConcurrentQueue<string> Dialogs { get; } = new();

    internal static async Task<Chromium> StartAsync()
    {
        var profile = new TemporaryFolder();
        var start = new ProcessStartInfo(Program!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--hide-scrollbars", "--force-color-profile=srgb",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-port=0", "--user-data-dir=" + profile.Path, "about:blank",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // Nothing of it stays in the user's own folders.
        foreach (var variable in new[] { "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME" }) start.Environment[variable] = profile.Path;
        var browser = new Chromium(Process.Start(start)!, profile);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file and waits until it has loaded.</summary>
    internal async Task OpenAsync(string path)
    {
        _loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync("Page.navigate", new() { ["url"] = new Uri(path).AbsoluteUri });
        await _loaded.Task.WaitAsync(Patience);
    }

    /// <summary>The value of an expression in the page; of a promise, what it comes to.</summary>
    internal async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true, ["userGesture"] = true });
        if (answer["exceptionDetails"] is { } thrown) throw new InvalidOperationException(thrown.ToJsonString());
        return answer["result"]!["value"];
    }

    internal async Task<string?> TextAsync(string expression) => (string?)await EvaluateAsync(expression);

    /// <summary>Lets the system prefer "light" or "dark"; print shows the page as on paper.</summary>
    internal Task PreferAsync(string scheme, string media = "") => SendAsync("Emulation.setEmulatedMedia", new()
    {
        ["media"] = media,
        ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
    });

    internal Task ResizeAsync(int width, int height, double scale = 1) => SendAsync(
        "Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = scale, ["mobile"] = false });

    internal async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((string)(await SendAsync("Page.captureScreenshot", new() { ["format"] = "png" }))["data"]!);

    /// <summary>Presses a key as a person does.</summary>
    internal async Task PressAsync(string key)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            var press = new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = key == "Enter" ? 13 : 9 };
            if (key == "Enter" && type == "keyDown") press["text"] = "\r";
            await SendAsync("Input.dispatchKeyEvent", press);
        }
    }

    internal Task TypeAsync(string text) => SendAsync("Input.insertText", new() { ["text"] = text });

    internal async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _waiting[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session.Length > 0) message["sessionId"] = _session;
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, _end.Token);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _receiving.ContinueWith(static _ => { }, TaskScheduler.Default);
        _process.Dispose();
        _socket.Dispose();
        _sending.Dispose();
        _end.Dispose();
        _profile.Dispose();
    }

    private async Task ConnectAsync()
    {
        const string told = "DevTools listening on ";
        string? line;
        using var patience = new CancellationTokenSource(Patience);
        var before = new StringBuilder();
        while ((line = await _process.StandardError.ReadLineAsync(patience.Token)) is not null && !line.StartsWith(told, StringComparison.Ordinal)) before.AppendLine(line);
        if (line is null) throw new InvalidOperationException("Chromium did not start: " + before);
        // What it writes further on must not fill the pipe.
        _ = _process.StandardError.ReadToEndAsync(_end.Token);
        _ = _process.StandardOutput.ReadToEndAsync(_end.Token);
        await _socket.ConnectAsync(new Uri(line[told.Length..]), patience.Token);
        _receiving = Task.Run(ReceiveAsync);
        var target = (string)(await SendAsync("Target.createTarget", new() { ["url"] = "about:blank" }))["targetId"]!;
        _session = (string)(await SendAsync("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!;
        foreach (var domain in new[] { "Page", "Runtime", "Network", "Log" }) await SendAsync(domain + ".enable");
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        while (!_end.IsCancellationRequested)
        {
            var part = await _socket.ReceiveAsync(buffer, _end.Token);
            message.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage) continue;
            Take(JsonNode.Parse(message.ToArray())!);
            message.SetLength(0);
        }
    }

    private void Take(JsonNode message)
    {
        if ((int?)message["id"] is { } id && _waiting.TryRemove(id, out var waiting))
        {
            if (message["error"] is { } error) waiting.TrySetException(new InvalidOperationException(error.ToJsonString()));
            else waiting.TrySetResult(message["result"]!);
            return;
        }

        var parameters = message["params"];
        switch ((string?)message["method"])
        {
            case "Page.loadEventFired":
                _loaded.TrySetResult();
                break;
            case "Network.requestWillBeSent":
                Requests.Enqueue((string)parameters!["request"]!["url"]!);
                break;
            case "Runtime.exceptionThrown" or "Log.entryAdded" or "Runtime.consoleAPICalled":
                Complaints.Enqueue(parameters!.ToJsonString());
                break;
            case "Page.javascriptDialogOpening":
                Dialogs.Enqueue((string)parameters!["message"]!);
                _ = SendAsync("Page.handleJavaScriptDialog", new() { ["accept"] = true });
                break;
        }
    }
}
