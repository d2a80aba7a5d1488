using Ec2KeyPair.AwsEndpoint;

namespace Ec2KeyPair.Tour;

/// <summary>All that the tour happens in: a temporary folder, the loopback AWS and an engine with the module. Gone when disposed.</summary>
internal sealed class Lab : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private Lab(DirectoryInfo folder, LoopbackAws aws, Shell shell)
    {
        _folder = folder;
        Aws = aws;
        Shell = shell;
    }

    internal LoopbackAws Aws { get; }

    internal Shell Shell { get; }

    internal string Folder => _folder.FullName;

    internal string StorePath => Path.Combine(Folder, "keys");

    internal static async Task<Lab> OpenAsync(Screen screen, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("ec2keypair-tour-");
        LoopbackAws? aws = null;
        try
        {
            aws = await LoopbackAws.StartAsync(cancellationToken: cancel);
            var lab = new Lab(folder, aws, new Shell(screen));
            LabEnvironment.Apply(lab);
            return lab;
        }
        catch
        {
            if (aws is not null) await aws.DisposeAsync();
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        await Aws.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
