namespace Ec2KeyPair.Benchmarks.Running;

/// <summary>Where this checkout is, and what it has built.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find(AppContext.BaseDirectory);

    internal static string Manifest { get; } = Path.Combine(Root, "Ec2KeyPair.psd1");

    /// <summary>The stand-alone endpoint, built in the same configuration and for the same target as this program.</summary>
    internal static string Endpoint
    {
        get
        {
            var target = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(
                Root, "tests", "Ec2KeyPair.AwsEndpoint", "bin", target.Parent!.Name, target.Name, "Ec2KeyPair.AwsEndpoint.dll");
        }
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "KeyPairModule.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
