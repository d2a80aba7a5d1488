using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.SigV4;

/// <summary>
/// Checks AWS Signature Version 4, in the Authorization header or presigned in the query string, as
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html describes it.
/// </summary>
internal sealed class SigV4Verifier(CredentialStore credentials, Func<DateTimeOffset> clock)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string StampFormat = "yyyyMMdd'T'HHmmss'Z'";
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan MaxPresigned = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<(string Secret, string Date, string Region, string Service), byte[]> _signingKeys = new();

    /// <summary>The service named in the credential scope, unverified: it only selects who judges the request.</summary>
    public static string? ScopeServiceOf(AwsRequest request)
    {
        var text = request.Context.Request.Headers.Authorization.ToString();
        var start = text.IndexOf("Credential=", StringComparison.Ordinal);
        if (start >= 0)
        {
            text = text[(start + 11)..];
            var end = text.AsSpan().IndexOfAny(", ");
            text = end < 0 ? text : text[..end];
        }
        else
        {
            text = request.QueryParameters["X-Amz-Credential"] ?? "";
        }

        var parts = text.Split('/');
        return parts.Length == 5 ? parts[3] : null;
    }

    public Signer Verify(AwsRequest request)
    {
        var header = request.Context.Request.Headers.Authorization.ToString();
        var claim = header.Length > 0 ? FromHeader(request, header) : FromQuery(request);
        var scope = claim.Credential.Split('/');
        if (scope.Length != 5 || scope[4] != "aws4_request")
        {
            throw new SignatureException(SignatureFault.Incomplete, "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.");
        }

        var (accessKey, date, region, service) = (scope[0], scope[1], scope[2], scope[3]);
        var credential = credentials.Find(accessKey, claim.Token);
        CheckTime(claim);
        if (!claim.Stamp.StartsWith(date, StringComparison.Ordinal))
        {
            throw new SignatureException(SignatureFault.Mismatch, $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{date}' != '{claim.Stamp[..8]}', from '{claim.Stamp}'.");
        }

        CheckSignedHeaders(request, claim);
        var payload = CheckPayload(request);
        var canonical = Canonical.Request(request, claim.SignedHeaders, claim.Presigned, payload);
        var toSign = $"{Algorithm}\n{claim.Stamp}\n{date}/{region}/{service}/aws4_request\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        var expected = HMACSHA256.HashData(SigningKey(credential.SecretKey, date, region, service), Encoding.UTF8.GetBytes(toSign));
        Span<byte> given = stackalloc byte[32];
        var isHex = claim.Signature.Length == 64
            && Convert.FromHexString(claim.Signature, given, out _, out var written) == System.Buffers.OperationStatus.Done && written == 32;
        if (!isHex || !CryptographicOperations.FixedTimeEquals(expected, given))
        {
            throw new SignatureException(SignatureFault.Mismatch);
        }

        return new Signer(credential, service, region);
    }

    private static Claim FromHeader(AwsRequest request, string header)
    {
        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            throw new SignatureException(SignatureFault.Incomplete, "Unsupported authorization scheme; AWS4-HMAC-SHA256 is required.");
        }

        string? credential = null, signedHeaders = null, signature = null;
        foreach (var part in header[(Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            switch (equals < 0 ? part : part[..equals])
            {
                case "Credential":
                    credential = part[(equals + 1)..];
                    break;
                case "SignedHeaders":
                    signedHeaders = part[(equals + 1)..];
                    break;
                case "Signature":
                    signature = part[(equals + 1)..];
                    break;
            }
        }

        var headers = request.Context.Request.Headers;
        var stamp = headers["X-Amz-Date"].ToString();
        if (stamp.Length == 0 && DateTimeOffset.TryParse(headers.Date.ToString(), CultureInfo.InvariantCulture, out var date))
        {
            stamp = date.UtcDateTime.ToString(StampFormat, CultureInfo.InvariantCulture);
        }

        var token = headers["X-Amz-Security-Token"].ToString();
        return new Claim(
            credential ?? throw Lacks("Credential"),
            signedHeaders ?? throw Lacks("SignedHeaders"),
            signature ?? throw Lacks("Signature"),
            stamp.Length > 0 ? stamp : throw new SignatureException(SignatureFault.Incomplete, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."),
            token.Length == 0 ? null : token,
            false,
            null);

        SignatureException Lacks(string what) => new(SignatureFault.Incomplete, $"Authorization header requires '{what}' parameter. Authorization={Algorithm}");
    }

    private static Claim FromQuery(AwsRequest request)
    {
        var query = request.QueryParameters;
        if (query["X-Amz-Algorithm"] is not { } algorithm)
        {
            throw new SignatureException(SignatureFault.Missing);
        }

        if (algorithm != Algorithm)
        {
            throw new SignatureException(SignatureFault.Incomplete, "Unsupported X-Amz-Algorithm; AWS4-HMAC-SHA256 is required.");
        }

        var expires = int.TryParse(Need("X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : throw new SignatureException(SignatureFault.Incomplete, "X-Amz-Expires should be a number");
        if (expires > MaxPresigned)
        {
            throw new SignatureException(SignatureFault.Incomplete, "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
        }

        return new Claim(
            Need("X-Amz-Credential"), Need("X-Amz-SignedHeaders"), Need("X-Amz-Signature"), Need("X-Amz-Date"), query["X-Amz-Security-Token"], true, expires);

        string Need(string name) => query[name]
            ?? throw new SignatureException(SignatureFault.Incomplete, $"AWS query-string parameters must include '{name}'.");
    }

    private static void CheckSignedHeaders(AwsRequest request, Claim claim)
    {
        var signed = claim.SignedHeaders.Split(';');
        if (!signed.Contains("host"))
        {
            throw new SignatureException(SignatureFault.Mismatch, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }

        foreach (var name in (ReadOnlySpan<string>)["x-amz-date", "x-amz-security-token", "x-amz-target", "x-amz-content-sha256"])
        {
            if (request.Context.Request.Headers.ContainsKey(name) && !signed.Contains(name))
            {
                throw new SignatureException(SignatureFault.Mismatch, $"'{name}' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
    }

    private static string CheckPayload(AwsRequest request)
    {
        var actual = Hash(request.Body);
        var claimed = request.Context.Request.Headers["X-Amz-Content-Sha256"].ToString();
        return claimed.Length == 0 || claimed == actual
            ? actual
            : throw new SignatureException(SignatureFault.Mismatch, "The value passed in as x-amz-content-sha256 does not match the SHA-256 of the payload.");
    }

    private static string Hash(byte[] bytes)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        return Convert.ToHexStringLower(hash);
    }

    private void CheckTime(Claim claim)
    {
        if (!DateTimeOffset.TryParseExact(claim.Stamp, StampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed))
        {
            throw new SignatureException(SignatureFault.Incomplete, $"Date must be in ISO-8601 'basic format'. Got '{claim.Stamp}'.");
        }

        var now = clock();
        string Text(DateTimeOffset at) => at.UtcDateTime.ToString(StampFormat, CultureInfo.InvariantCulture);
        if (signed > now + MaxSkew)
        {
            throw new SignatureException(SignatureFault.Expired, $"Signature not yet current: {claim.Stamp} is still later than {Text(now + MaxSkew)} ({Text(now)} + 15 min.)");
        }

        var allowed = claim.Expires ?? MaxSkew;
        if (now > signed + allowed)
        {
            throw new SignatureException(SignatureFault.Expired, $"Signature expired: {claim.Stamp} is now earlier than {Text(now - allowed)} ({Text(now)} - {allowed.TotalMinutes:0.#} min.)");
        }
    }

    private byte[] SigningKey(string secret, string date, string region, string service)
    {
        if (_signingKeys.TryGetValue((secret, date, region, service), out var known))
        {
            return known;
        }

        // A hostile client could fill this with invented scopes.
        if (_signingKeys.Count > 10_000)
        {
            _signingKeys.Clear();
        }

        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in (ReadOnlySpan<string>)[date, region, service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        _signingKeys[(secret, date, region, service)] = key;
        return key;
    }

    private sealed record Claim(
        string Credential, string SignedHeaders, string Signature, string Stamp, string? Token, bool Presigned, TimeSpan? Expires);
}
