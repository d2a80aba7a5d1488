using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Ec2KeyPair.Tests.InstanceConnect;

/// <summary>
/// The signer of AWS's own Python clients, with its clock stopped: one process, a request a line. A test that needs it skips
/// where it is not installed.
/// </summary>
internal static class Botocore
{
    private const string Script = """
        import datetime, json, sys
        import botocore.auth as auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials
        print('ready', flush=True)
        for line in sys.stdin:
            given = json.loads(line)
            now = datetime.datetime.strptime(given['stamp'], '%Y%m%dT%H%M%SZ')
            auth.get_current_datetime = lambda *a, **k: now
            keys = Credentials(given['accessKey'], given['secretKey'], given['token'])
            request = AWSRequest(given['method'], given['url'], headers=given['headers'], data=given['body'].encode())
            if given['presign']:
                auth.SigV4QueryAuth(keys, 'ec2-instance-connect', given['region'], expires=60).add_auth(request)
                print(request.url, flush=True)
            else:
                auth.SigV4Auth(keys, 'ec2-instance-connect', given['region']).add_auth(request)
                print(request.headers['Authorization'], flush=True)
        """;

    private static readonly Lock Turn = new();
    private static readonly Lazy<Process?> Signer = new(() => Start("python3") ?? Start("python"));

    internal sealed record Request(
        string Method, string Url, Dictionary<string, string> Headers, string Body, string Stamp, string Region, string AccessKey, string SecretKey, string? Token, bool Presign);

    /// <summary>The URL, or the Authorization header, that it makes of a request.</summary>
    internal static string Sign(Request request)
    {
        lock (Turn)
        {
            Skip.If(Signer.Value is null, "python3 with botocore is not installed");
            Signer.Value.StandardInput.WriteLine(JsonSerializer.Serialize(request, JsonSerializerOptions.Web));
            Signer.Value.StandardInput.Flush();
            return Signer.Value.StandardOutput.ReadLine() ?? throw new InvalidOperationException("botocore failed: " + Signer.Value.StandardError.ReadToEnd());
        }
    }

    // It ends with its standard input, which is this process's.
    private static Process? Start(string program)
    {
        var start = new ProcessStartInfo(program, ["-c", Script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardInputEncoding = new UTF8Encoding(false),
        };
        try
        {
            var process = Process.Start(start)!;
            return process.StandardOutput.ReadLine() == "ready" ? process : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
