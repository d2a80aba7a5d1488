using System.Net;
#if NET8_0_OR_GREATER
using System.Net.Http;
#endif
using System.Net.WebSockets;
using System.Text.Json;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>
/// Opens a WebSocket and keeps what the service said in place of the upgrade:
/// <c>{"ErrorCode":"InvalidParameter","Message":"The specified RemotePort is not valid. ..."}</c>. .NET's own exception has the status only.
/// </summary>
internal sealed class UpgradeRefusal : IDisposable
{
    private const int LongestBody = 4096;

#if NET8_0_OR_GREATER
    private readonly HttpMessageInvoker _invoker;
    private (int Status, string Code, string Message)? _said;

    internal UpgradeRefusal() => _invoker = new HttpMessageInvoker(new Listener(this));

    internal Task ConnectAsync(ClientWebSocket socket, Uri address, CancellationToken cancel) => socket.ConnectAsync(address, _invoker, cancel);

    /// <summary>What the service said; null where it was not reached.</summary>
    internal (int? Status, string Code, string Message)? Find(Exception error) => _said;

    // An upgraded connection is the socket's and stays open.
    public void Dispose() => _invoker.Dispose();

    private sealed class Listener(UpgradeRefusal owner) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            var response = await base.SendAsync(request, cancel).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.SwitchingProtocols) return response;
            await using var body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            var (code, message) = Read(await FirstBytesAsync(body, cancel).ConfigureAwait(false));
            owner._said = ((int)response.StatusCode, code, message);
            return response;
        }
    }

    private static async Task<byte[]> FirstBytesAsync(Stream body, CancellationToken cancel)
    {
        var bytes = new byte[LongestBody];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        return bytes[..length];
    }
#else
#pragma warning disable CA1822 // Instance members, as the other target needs them.
    internal Task ConnectAsync(ClientWebSocket socket, Uri address, CancellationToken cancel) => socket.ConnectAsync(address, cancel);

    /// <summary>What the service said; null where it was not reached.</summary>
    // .NET Framework's WebSocket is a web request, which keeps its response.
    internal (int? Status, string Code, string Message)? Find(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is not WebException { Response: HttpWebResponse response }) continue;
            using var body = response.GetResponseStream();
            var bytes = new byte[LongestBody];
            var length = 0;
            for (int count; length < bytes.Length && (count = body.Read(bytes, length, bytes.Length - length)) > 0;) length += count;
            Array.Resize(ref bytes, length);
            var (code, message) = Read(bytes);
            return ((int)response.StatusCode, code, message);
        }

        return null;
    }
#pragma warning restore CA1822

    public void Dispose()
    {
    }
#endif

    private static (string Code, string Message) Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return (Text(json.RootElement, "ErrorCode"), Text(json.RootElement, "Message"));
        }
        catch (JsonException)
        {
            return ("", "");
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
