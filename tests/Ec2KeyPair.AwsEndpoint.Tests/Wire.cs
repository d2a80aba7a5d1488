using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>A client that signs by its own code, so that the server's canonicalisation is checked against a second reading of the guide.</summary>
internal sealed class Wire : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _url;

    public Wire(LoopbackAws aws)
    {
        _url = new Uri(aws.Url + "/");
        AccessKey = aws.AccessKey;
        SecretKey = aws.SecretKey;
    }

    public string AccessKey { get; set; }

    public string SecretKey { get; set; }

    public string? SessionToken { get; set; }

    public string Region { get; set; } = "us-east-1";

    public DateTime? At { get; set; }

    public HttpClient Http => _http;

    public void Dispose() => _http.Dispose();

    public Task<Answer> Ec2(string action, params (string Name, string Value)[] parameters) => Query("ec2", "2016-11-15", action, parameters);

    public Task<Answer> Sts(string action, params (string Name, string Value)[] parameters) => Query("sts", "2011-06-15", action, parameters);

    public Task<Answer> Ssm(string action, JsonObject body) => Send(
        "ssm", Encoding.UTF8.GetBytes(body.ToJsonString()), "application/x-amz-json-1.1", ("X-Amz-Target", "AmazonSSM." + action));

    public Task<Answer> Query(string service, string version, string action, params (string Name, string Value)[] parameters)
    {
        var form = string.Join('&', parameters.Prepend(("Version", version)).Prepend(("Action", action)).Select(p => p.Item1 + "=" + Uri.EscapeDataString(p.Item2)));
        return Send(service, Encoding.UTF8.GetBytes(form), "application/x-www-form-urlencoded; charset=utf-8");
    }

    public async Task<Answer> Send(string service, byte[] body, string contentType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        Sign(request, service, body, contentType, headers);
        using var response = await _http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A GET with the signature in its query string.</summary>
    public string Presign(string service, string query, int expires = 60, string path = "/")
    {
        var now = At ?? DateTime.UtcNow;
        var stamp = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{stamp[..8]}/{Region}/{service}/aws4_request";
        var all = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Append("X-Amz-Algorithm=AWS4-HMAC-SHA256")
            .Append("X-Amz-Credential=" + Uri.EscapeDataString(AccessKey + "/" + scope))
            .Append("X-Amz-Date=" + stamp).Append("X-Amz-Expires=" + expires).Append("X-Amz-SignedHeaders=host");
        if (SessionToken is not null)
        {
            all = all.Append("X-Amz-Security-Token=" + Uri.EscapeDataString(SessionToken));
        }

        var sorted = string.Join('&', all.Order(StringComparer.Ordinal));
        var canonical = $"GET\n{path}\n{sorted}\nhost:{_url.Authority}\n\nhost\n{Hex(SHA256.HashData([]))}";
        return $"{new Uri(_url, path)}?{sorted}&X-Amz-Signature={Signature(canonical, stamp, scope)}";
    }

    private void Sign(HttpRequestMessage request, string service, byte[] body, string contentType, (string Name, string Value)[] headers)
    {
        var stamp = (At ?? DateTime.UtcNow).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", stamp);
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = contentType,
            ["host"] = _url.Authority,
            ["x-amz-date"] = stamp,
        };
        foreach (var (name, value) in headers)
        {
            signed[name.ToLowerInvariant()] = value;
        }

        if (SessionToken is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", SessionToken);
            signed["x-amz-security-token"] = SessionToken;
        }

        var names = string.Join(';', signed.Keys);
        var canonical = $"POST\n/\n\n{string.Concat(signed.Select(h => $"{h.Key}:{h.Value}\n"))}\n{names}\n{Hex(SHA256.HashData(body))}";
        var scope = $"{stamp[..8]}/{Region}/{service}/aws4_request";
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={AccessKey}/{scope}, SignedHeaders={names}, Signature={Signature(canonical, stamp, scope)}");
    }

    private string Signature(string canonical, string stamp, string scope)
    {
        var text = $"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + SecretKey), (k, part) => HMACSHA256.HashData(k, Encoding.UTF8.GetBytes(part)));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

/// <summary>An answer with the few ways of looking at it that tests need.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text)
{
    private XDocument? _xml;

    public XDocument Xml => _xml ??= XDocument.Parse(Text);

    public string? ErrorCode => Text.StartsWith('{') ? (string?)Json["__type"] : All("Code").FirstOrDefault();

    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    /// <summary>The values of all XML elements of a name, whatever their namespace.</summary>
    public List<string> All(string name) => [.. Xml.Descendants().Where(e => e.Name.LocalName == name).Select(e => e.Value)];

    public string One(string name) => All(name).Single();

    public Answer MustBe(int status, string? errorCode = null)
    {
        Assert.True((int)Status == status && ErrorCode == errorCode, $"expected {status} {errorCode}, got {(int)Status}: {Text}");
        return this;
    }
}
