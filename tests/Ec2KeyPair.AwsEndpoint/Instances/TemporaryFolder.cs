namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>Folders under the system's temporary one.</summary>
internal static class TemporaryFolder
{
    internal static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process's last child may still write there; the system's temporary folder is swept anyway.
        }
    }
}
