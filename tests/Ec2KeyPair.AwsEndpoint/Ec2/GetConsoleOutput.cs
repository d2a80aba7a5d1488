using System.Text;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html: the last 64 KB, base64; no output element before there is any. Latest is for Nitro types only.</summary>
internal static class GetConsoleOutput
{
    private const int Kept = 64 * 1024;

    public static readonly Ec2Action Action = new("GetConsoleOutput", ["InstanceId", "Latest"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var instance = InstanceIds.One(call);
        var latest = call.Parameters.Flag("Latest");
        if (latest && !instance.HasLatestConsole)
        {
            throw new AwsException("UnsupportedOperation", "This instance type does not support retrieving the latest console logs. Only supported on instances built on the Nitro System.");
        }

        call.EndDryRun();
        xml.Element("instanceId", instance.Id).Element("timestamp", call.Region.Now);
        if (instance.ConsoleOutput(latest) is { } text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            xml.Element("output", Convert.ToBase64String(bytes.AsSpan(Math.Max(0, bytes.Length - Kept))));
        }
    }
}
