namespace Ec2KeyPair.Benchmarks.Running;

/// <summary>Where this checkout is, and what it has built.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find(AppContext.BaseDirectory);

    internal static string Manifest { get; } = Path.Combine(Root, "Ec2KeyPair.psd1");

    /// <summary>The stand-alone endpoint.</summary>
    internal static string Endpoint => Built("tests", "Ec2KeyPair.AwsEndpoint");

    /// <summary>The program that waits in scaled time.</summary>
    internal static string Waiting => Built("benchmarks", "Ec2KeyPair.Benchmarks.Waiting");

    // In the same configuration and for the same target as this program.
    private static string Built(string folder, string project)
    {
        var target = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, folder, project, "bin", target.Parent!.Name, target.Name, project + ".dll");
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "KeyPairModule.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
